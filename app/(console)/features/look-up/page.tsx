import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LookUpPanel } from "@/components/features/look-up-panel";
import { FeaturesPage } from "../features-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("features"))("look_up.title") };
}

export default function LookUpPage() {
  return <FeaturesPage>{({ origin }) => <LookUpPanel origin={origin} />}</FeaturesPage>;
}
