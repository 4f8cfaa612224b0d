import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page, PageHeader } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { WorkersView } from "@/components/workers/workers-view";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("workers"))("title") };
}

export default async function WorkersPage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("workers");
  return (
    <Page>
      <PageHeader title={t("title")} description={t("description")} />
      {permissions.includes("queues:read") ? <WorkersView permissions={permissions} /> : <ForbiddenState />}
    </Page>
  );
}
