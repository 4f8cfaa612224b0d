/** Every permission there is; a token's scopes are taken from the same list. */
export const PERMISSIONS = [
  "pipelines:read",
  "pipelines:write",
  "runs:read",
  "runs:write",
  "artifacts:read",
  "artifacts:write",
  "logs:read",
  "queues:read",
  "settings:read",
  "settings:write",
  "team:read",
  "team:manage",
  "audit:read",
  "self:write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];
