import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EndpointsTable } from "@/components/endpoints/endpoints-table";
import { Page, PageHeader } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("endpoints"))("title") };
}

export default async function EndpointsPage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("endpoints");
  return (
    <Page wide>
      <PageHeader title={t("title")} description={t("page_description")} />
      {permissions.includes("endpoints:read") ? (
        <EndpointsTable
          canWrite={permissions.includes("endpoints:write")}
          origin={new URL(env().GWANJE_URL).origin}
        />
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
