import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ViewsTable } from "@/components/features/views-table";
import { FeaturesPage } from "./features-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("features"))("title") };
}

export default function FeatureViewsPage() {
  return (
    <FeaturesPage>
      {({ canWrite, origin }) => <ViewsTable canWrite={canWrite} origin={origin} />}
    </FeaturesPage>
  );
}
