import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page, PageHeader } from "@/components/layout/page-header";
import { ImportErrors } from "@/components/pipelines/import-errors";
import { PipelinesTable } from "@/components/pipelines/pipelines-table";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pipelines"))("title") };
}

export default async function PipelinesPage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("pipelines");
  return (
    <Page wide>
      <PageHeader title={t("title")} description={t("description")} />
      {permissions.includes("pipelines:read") ? (
        <>
          <ImportErrors />
          <PipelinesTable
            canWrite={permissions.includes("pipelines:write")}
            canRun={permissions.includes("runs:write")}
          />
        </>
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
