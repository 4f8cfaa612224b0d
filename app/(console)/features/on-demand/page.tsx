import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OnDemandPanel } from "@/components/on-demand-views/on-demand-panel";
import { FeaturesPage } from "../features-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("features"))("on_demand.title") };
}

export default function OnDemandViewsPage() {
  return <FeaturesPage>{({ canWrite }) => <OnDemandPanel canWrite={canWrite} />}</FeaturesPage>;
}
