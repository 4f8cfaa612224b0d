import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Home } from "@/components/home/home";
import { Page, PageHeader } from "@/components/layout/page-header";
import { SignInWarnings } from "@/components/team/sign-in-warnings";
import { pageCtx, requireSession } from "@/lib/http/session";
import { listSignInWarnings } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  return { title: t("title") };
}

export default async function HomePage() {
  const { permissions, user } = await requireSession();
  const warnings = await listSignInWarnings(await pageCtx(), {});
  const t = await getTranslations("home");
  return (
    <Page wide>
      <PageHeader title={t("title")} />
      <SignInWarnings warnings={warnings.data} userId={user.id} />
      <Home
        canRun={permissions.includes("runs:write")}
        canRemove={permissions.includes("team:manage")}
        canSeeAlerts={permissions.includes("endpoints:read")}
      />
    </Page>
  );
}
