/** Without zod, for pages. */

/** From the least to the most powerful. */
export const ROLES = ["viewer", "editor", "admin"] as const;

/** The one of these lower-case domains that equals the part after the address's last @. */
export function domainAmong(email: string, domains: readonly string[]): string | null {
  const domain = email
    .slice(email.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase();
  return domains.includes(domain) ? domain : null;
}
