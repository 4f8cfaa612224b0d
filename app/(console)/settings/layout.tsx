import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Page, PageHeader } from "@/components/layout/page-header";
import { SettingsTabs } from "@/components/team/settings-tabs";
import { requireSession } from "@/lib/http/session";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("team");
  const { permissions } = await requireSession();
  return (
    <Page>
      <PageHeader
        title={t("settings")}
        tabs={<SettingsTabs manages={permissions.includes("team:manage")} />}
      />
      <div className="grid gap-4">{children}</div>
    </Page>
  );
}
