import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BatchesTable } from "@/components/batch-predictions/batches-table";
import { Page, PageHeader } from "@/components/layout/page-header";
import { PredictionsTabs } from "@/components/predictions/predictions-tabs";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("batch_predictions"))("title") };
}

export default async function BatchPredictionsPage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("batch_predictions");
  return (
    <Page wide>
      <PageHeader title={t("title")} description={t("description")} tabs={<PredictionsTabs />} />
      {permissions.includes("endpoints:read") ? (
        <BatchesTable canStart={permissions.includes("predictions:run")} />
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
