import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LineagePanel } from "@/components/feature-lineage/lineage-panel";
import { FeaturesPage } from "../features-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("feature_lineage"))("title") };
}

export default function FeatureLineagePage() {
  return <FeaturesPage>{() => <LineagePanel />}</FeaturesPage>;
}
