import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ExperimentsTable } from "@/components/experiments/experiments-table";
import { Page, PageHeader } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("experiments"))("title") };
}

export default async function ExperimentsPage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("experiments");
  return (
    <Page wide>
      <PageHeader title={t("title")} description={t("page_description")} />
      {permissions.includes("experiments:read") ? (
        <ExperimentsTable
          canWrite={permissions.includes("experiments:write")}
          origin={new URL(env().GWANJE_URL).origin}
        />
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
