import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/layout/page-header";
import { LogsPage } from "@/components/log-search/logs-page";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("discover"))("title") };
}

export default async function LogRecordsPage() {
  const { permissions } = await requireSession();
  if (!permissions.includes("logs:read")) return <ForbiddenState />;
  return (
    <Page wide>
      <LogsPage origin={new URL(env().GWANJE_URL).origin} canShare={permissions.includes("logs:write")} />
    </Page>
  );
}
