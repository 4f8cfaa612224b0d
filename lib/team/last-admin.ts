import { because, type Reason } from "@/lib/platform/reasons";

export type ActiveAdmin = { id: string; hasPassword: boolean };

/**
 * Why this person must stay an active admin; null when they need not. A team keeps one admin, and one with a password
 * if it has one, because only that one can sign in while the identity provider is away.
 */
export function whyAdminStays(
  admins: readonly ActiveAdmin[],
  userId: string,
): { detail: string; reason: Reason } | null {
  const leaving = admins.find((admin) => admin.id === userId);
  const others = admins.filter((admin) => admin.id !== userId);
  if (!leaving) return null;
  if (others.length === 0)
    return {
      detail: "This is the last admin. Make another member an admin first.",
      reason: because("last_admin"),
    };
  if (!leaving.hasPassword || others.some((admin) => admin.hasPassword)) return null;
  return {
    detail:
      "This is the last admin with a password, who can sign in when the identity provider is away. Hand another admin a link to choose a password first.",
    reason: because("last_password_admin"),
  };
}
