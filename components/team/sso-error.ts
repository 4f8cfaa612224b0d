/** The error codes of the sign-in page's URL; unknown ones are "failed". */
const SSO_ERRORS = [
  "account_exists",
  "deactivated",
  "email_unverified",
  "invite_gone",
  "invite_other_address",
  "linked_elsewhere",
  "not_invited",
  "signed_out",
  "step_up",
  "wrong_answer",
] as const;
export type SsoError = (typeof SSO_ERRORS)[number] | "failed";

export function ssoErrorOf(error: string | string[] | undefined): SsoError | null {
  if (error === undefined) return null;
  return SSO_ERRORS.find((known) => known === error) ?? "failed";
}
