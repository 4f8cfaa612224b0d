import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ArtifactsTable } from "@/components/artifacts/artifacts-table";
import { Page, PageHeader } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("artifacts"))("title") };
}

export default async function ArtifactsPage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("artifacts");
  return (
    <Page wide>
      <PageHeader title={t("title")} description={t("description")} />
      {permissions.includes("artifacts:read") ? (
        <ArtifactsTable canDelete={permissions.includes("artifacts:write")} />
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
