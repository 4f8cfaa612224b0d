import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Home } from "@/components/home/home";
import { Page, PageHeader } from "@/components/layout/page-header";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  return { title: t("title") };
}

export default async function HomePage() {
  const { permissions } = await requireSession();
  const t = await getTranslations("home");
  return (
    <Page>
      <PageHeader title={t("title")} />
      <Home canRun={permissions.includes("runs:write")} canRemove={permissions.includes("team:manage")} />
    </Page>
  );
}
