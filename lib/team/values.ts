/** From the least to the most that a member may do. Without zod, for pages. */
export const ROLES = ["viewer", "editor", "admin"] as const;
