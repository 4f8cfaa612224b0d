/** Without zod, for pages. */

/** From the least to the most that a member may do. */
export const ROLES = ["viewer", "editor", "admin"] as const;

/** That of the domains (in lower case) that an address is of: what follows its last @, compared whole. */
export function domainAmong(email: string, domains: readonly string[]): string | null {
  const domain = email
    .slice(email.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase();
  return domains.includes(domain) ? domain : null;
}
