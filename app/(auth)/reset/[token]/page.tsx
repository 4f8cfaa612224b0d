import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthNotice } from "@/components/team/auth-notice";
import { ResetPasswordForm } from "@/components/team/reset-password-form";
import { deps } from "@/lib/http/deps";
import { isOpenReset } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.reset"))("title") };
}

/** Also for signed-in people: the new password ends that session too. */
export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  if (await isOpenReset(deps(), token, new Date())) return <ResetPasswordForm token={token} />;
  const t = await getTranslations("auth.reset");
  return <AuthNotice title={t("title")}>{t("gone")}</AuthNotice>;
}
