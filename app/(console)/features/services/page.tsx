import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServicesPanel } from "@/components/features/services-panel";
import { FeaturesPage } from "../features-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("features"))("services.title") };
}

export default function ServicesPage() {
  return <FeaturesPage>{({ canWrite }) => <ServicesPanel canWrite={canWrite} />}</FeaturesPage>;
}
