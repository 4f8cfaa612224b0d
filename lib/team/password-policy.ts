import * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { because, type Reason } from "@/lib/platform/reasons";
import { domainAmong } from "./values";

/**
 * Who may use a password, by the installation's settings. Admins always may: only they can repair things while the
 * identity provider is away (last-admin.ts keeps one).
 */
export const PasswordPolicy = z.strictObject({
  /** Only admins may use passwords. */
  admins_only: z.boolean(),
  /** E-mail domains whose people must use the provider. */
  sso_domains: z.array(z.string()),
});
export type PasswordPolicy = z.infer<typeof PasswordPolicy>;
export const EVERYONE: PasswordPolicy = { admins_only: false, sso_domains: [] };

/** An error message, or null when the person may have a password. */
export function whyNoPassword(
  policy: PasswordPolicy,
  person: { email: string; role: string },
): { detail: string; reason: Reason } | null {
  if (person.role === "admin") return null;
  if (policy.admins_only)
    return {
      detail: "password is not how people sign in here; use the identity provider",
      reason: because("password_closed"),
    };
  const domain = domainAmong(person.email, policy.sso_domains);
  if (!domain) return null;
  return {
    detail: `password is not how people of ${domain} sign in here; use the identity provider`,
    reason: because("password_closed_domain", { domain }),
  };
}

/** Throws InvalidError at `pointer` for a person who must use the provider. */
export function refuseWithoutPassword(
  policy: PasswordPolicy,
  person: { email: string; role: string },
  pointer: string,
): void {
  const why = whyNoPassword(policy, person);
  if (why) throw InvalidError.field(pointer, why.detail, why.reason);
}
