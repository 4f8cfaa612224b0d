import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Page, PageHeader } from "@/components/layout/page-header";
import { PredictionsTabs } from "@/components/predictions/predictions-tabs";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

/** The common frame of the log of predictions and of what follows from it. */
export async function PredictionsPage({
  children,
}: {
  children: (about: { days: number; canChoose: boolean }) => ReactNode;
}) {
  const { permissions } = await requireSession();
  const t = await getTranslations("predictions");
  const days = env().GWANJE_PREDICTION_DAYS;
  return (
    <Page wide>
      <PageHeader title={t("title")} description={t("description", { days })} tabs={<PredictionsTabs />} />
      {permissions.includes("predictions:read") ? (
        children({ days, canChoose: permissions.includes("endpoints:write") })
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
