import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthNotice } from "@/components/team/auth-notice";
import { InviteForm } from "@/components/team/invite-form";
import { deps } from "@/lib/http/deps";
import { passwordPolicy } from "@/lib/http/password-policy";
import { isSignedIn } from "@/lib/http/session";
import { ssoProviders } from "@/lib/http/sso-providers";
import { env } from "@/lib/platform/env";
import { openInvite } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.invite"))("title") };
}

/** A person who joined through a provider returns here signed in, and goes on to the console. */
export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  if (await isSignedIn()) redirect("/");
  const invite = await openInvite(deps(), token, new Date());
  if (!invite) {
    const t = await getTranslations("auth.invite");
    return <AuthNotice title={t("title")}>{t("gone")}</AuthNotice>;
  }
  const passwords = passwordPolicy();
  return (
    <InviteForm
      token={token}
      invite={invite}
      providers={ssoProviders(env())}
      passwordsClosed={passwords.admins_only}
      ssoDomains={passwords.sso_domains}
    />
  );
}
