import { domainsOf } from "@/lib/platform/domain-list";
import { env } from "@/lib/platform/env";
import type { PasswordPolicy } from "@/lib/team";

/** The password policy by this process's settings. */
export function passwordPolicy(): PasswordPolicy {
  const { GWANJE_DISABLE_PASSWORD, GWANJE_SSO_ENFORCED_DOMAINS } = env();
  return { admins_only: GWANJE_DISABLE_PASSWORD, sso_domains: domainsOf(GWANJE_SSO_ENFORCED_DOMAINS) };
}
