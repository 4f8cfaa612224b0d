import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { ProfilePanel } from "@/components/team/profile-panel";
import { ssoErrorOf } from "@/components/team/sso-error";
import { fromAcceptLanguage } from "@/lib/client/locales";
import { pageCtx, requireSession } from "@/lib/http/session";
import { ssoProviders } from "@/lib/http/sso-providers";
import { env } from "@/lib/platform/env";
import { listIdentities } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.profile"))("title") };
}

export default async function ProfilePage({
  searchParams,
}: {
  searchParams: Promise<{ error?: string | string[] }>;
}) {
  const session = await requireSession();
  const identities = await listIdentities(await pageCtx(), {});
  const { error } = await searchParams;
  return (
    <ProfilePanel
      session={session}
      browserLocale={fromAcceptLanguage((await headers()).get("accept-language"))}
      providers={ssoProviders(env())}
      error={ssoErrorOf(error)}
      identities={identities}
    />
  );
}
