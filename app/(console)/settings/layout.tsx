import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Page, PageHeader } from "@/components/layout/page-header";
import { SettingsTabs } from "@/components/team/settings-tabs";
import { SignInWarnings } from "@/components/team/sign-in-warnings";
import { pageCtx, requireSession } from "@/lib/http/session";
import { listSignInWarnings } from "@/lib/team";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("team");
  const { permissions, user } = await requireSession();
  const warnings = await listSignInWarnings(await pageCtx(), {});
  return (
    <Page>
      <PageHeader
        title={t("settings")}
        tabs={
          <SettingsTabs
            manages={permissions.includes("team:manage")}
            tellsOthers={permissions.includes("models:manage")}
          />
        }
      />
      <SignInWarnings warnings={warnings.data} userId={user.id} />
      <div className="grid gap-4">{children}</div>
    </Page>
  );
}
