import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SourcesPanel } from "@/components/feature-sources/sources-panel";
import { FeaturesPage } from "../features-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("features"))("sources.title") };
}

export default function SourcesPage() {
  return <FeaturesPage>{({ canWrite }) => <SourcesPanel canWrite={canWrite} />}</FeaturesPage>;
}
