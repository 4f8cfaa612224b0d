import * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { because, type Reason } from "@/lib/platform/reasons";
import { domainAmong } from "./values";

/**
 * Who signs in by password here, as the installation's settings say. Admins always may: on the day the identity
 * provider is away nobody else could repair anything (last-admin.ts keeps one of them).
 */
export const PasswordPolicy = z.strictObject({
  /** Passwords are switched off for everybody else. */
  admins_only: z.boolean(),
  /** E-mail domains whose people use the provider. */
  sso_domains: z.array(z.string()),
});
export type PasswordPolicy = z.infer<typeof PasswordPolicy>;
export const EVERYONE: PasswordPolicy = { admins_only: false, sso_domains: [] };

/** In the words of an error; null: this person may have a password and sign in by it. */
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

/** Throws InvalidError at `pointer` for somebody who signs in through the provider. */
export function refuseWithoutPassword(
  policy: PasswordPolicy,
  person: { email: string; role: string },
  pointer: string,
): void {
  const why = whyNoPassword(policy, person);
  if (why) throw InvalidError.field(pointer, why.detail, why.reason);
}
