import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page, PageHeader } from "@/components/layout/page-header";
import { RunListTabs } from "@/components/run-list/run-list-tabs";
import { TasksPage } from "@/components/run-list/tasks-page";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("run_list"))("tasks") };
}

export default async function TaskInstances() {
  const { permissions } = await requireSession();
  const t = await getTranslations("run_list");
  return (
    <Page wide>
      <PageHeader title={t("tasks")} tabs={<RunListTabs active="tasks" />} />
      {permissions.includes("runs:read") ? (
        <TasksPage canWrite={permissions.includes("runs:write")} />
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
