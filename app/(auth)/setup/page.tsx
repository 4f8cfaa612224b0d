import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthNotice } from "@/components/team/auth-notice";
import { SetupForm } from "@/components/team/setup-form";
import { deps } from "@/lib/http/deps";
import { env } from "@/lib/platform/env";
import { isSetUp, isSetupToken } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.setup"))("title") };
}

/** 404 once a team exists. */
export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  if (await isSetUp(deps())) notFound();
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  if (isSetupToken(given, env().GWANJE_SETUP_TOKEN)) return <SetupForm token={given} />;
  const t = await getTranslations("auth.setup");
  return <AuthNotice title={t("title")}>{given === "" ? t("link_missing") : t("link_wrong")}</AuthNotice>;
}
