import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Page, PageHeader } from "@/components/layout/page-header";
import { SettingsTabs } from "@/components/team/settings-tabs";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("team");
  return (
    <Page>
      <PageHeader title={t("settings")} tabs={<SettingsTabs />} />
      <div className="grid gap-4">{children}</div>
    </Page>
  );
}
