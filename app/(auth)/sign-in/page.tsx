import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/team/sign-in-form";
import { ssoErrorOf } from "@/components/team/sso-error";
import { safeNextPath } from "@/lib/http/csrf";
import { deps } from "@/lib/http/deps";
import { passwordPolicy } from "@/lib/http/password-policy";
import { isSignedIn } from "@/lib/http/session";
import { ssoProviders } from "@/lib/http/sso-providers";
import { env } from "@/lib/platform/env";
import { isSetUp, teamName } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.sign_in"))("title") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
}) {
  const { next, error } = await searchParams;
  const target = safeNextPath(typeof next === "string" ? next : null);
  if (!(await isSetUp(deps()))) redirect("/setup");
  if (await isSignedIn()) redirect(target);
  const passwords = passwordPolicy();
  return (
    <SignInForm
      next={target}
      team={await teamName(deps())}
      providers={ssoProviders(env())}
      error={ssoErrorOf(error)}
      passwordsClosed={passwords.admins_only}
      ssoDomains={passwords.sso_domains}
    />
  );
}
