import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page, PageHeader } from "@/components/layout/page-header";
import { ModelsTable } from "@/components/models/models-table";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("models"))("title") };
}

export default async function ModelsPage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("models");
  return (
    <Page wide>
      <PageHeader title={t("title")} description={t("page_description")} />
      {permissions.includes("models:read") ? (
        <ModelsTable
          canWrite={permissions.includes("models:write")}
          origin={new URL(env().GWANJE_URL).origin}
        />
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
