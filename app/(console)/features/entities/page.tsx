import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EntitiesPanel } from "@/components/features/entities-panel";
import { FeaturesPage } from "../features-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("features"))("entities.title") };
}

export default function EntitiesPage() {
  return <FeaturesPage>{({ canWrite }) => <EntitiesPanel canWrite={canWrite} />}</FeaturesPage>;
}
