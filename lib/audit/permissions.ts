/** All permissions; the scopes of tokens are taken from them. */
export const PERMISSIONS = [
  "pipelines:read",
  "pipelines:write",
  "runs:read",
  "runs:write",
  "artifacts:read",
  "artifacts:write",
  "experiments:read",
  "experiments:write",
  "models:read",
  "models:write",
  "models:manage",
  "features:read",
  "features:write",
  "endpoints:read",
  "endpoints:write",
  "predictions:run",
  "predictions:read",
  "imports:write",
  "logs:read",
  "logs:write",
  "queues:read",
  "settings:read",
  "settings:write",
  "team:read",
  "team:manage",
  "audit:read",
  "self:write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const ADMIN_ONLY: readonly Permission[] = [
  "audit:read",
  "team:manage",
  "settings:write",
  "models:manage",
  // Ids, times and authors are the caller's word.
  "imports:write",
];
const EDITOR: readonly Permission[] = [
  "pipelines:write",
  "runs:write",
  "artifacts:write",
  "experiments:write",
  "models:write",
  "features:write",
  "endpoints:write",
  "logs:write",
];

/** The weakest role with this permission: viewer, editor or admin. */
export function leastRole(permission: Permission): "viewer" | "editor" | "admin" {
  if (ADMIN_ONLY.includes(permission)) return "admin";
  return EDITOR.includes(permission) ? "editor" : "viewer";
}
