import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditTable } from "@/components/audit/audit-table";
import { Page, PageHeader } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AuditPage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("audit");
  return (
    <Page>
      <PageHeader title={t("title")} description={t("description", { days: env().GWANJE_AUDIT_DAYS })} />
      {permissions.includes("audit:read") ? <AuditTable /> : <ForbiddenState />}
    </Page>
  );
}
