import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page, PageHeader } from "@/components/layout/page-header";
import { RunListTabs } from "@/components/run-list/run-list-tabs";
import { RunsPage } from "@/components/run-list/runs-page";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("run_list"))("title") };
}

export default async function Runs() {
  const { permissions } = await requireSession();
  const t = await getTranslations("run_list");
  return (
    <Page wide>
      <PageHeader title={t("title")} tabs={<RunListTabs active="runs" />} />
      {permissions.includes("runs:read") ? (
        <RunsPage canWrite={permissions.includes("runs:write")} />
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
