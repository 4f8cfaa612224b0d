const isRead = (permission: string) => permission.endsWith(":read");

/** What a token is usually made for, and the scopes that this takes. */
const SCOPE_PRESETS = {
  read_all: isRead,
  run_pipelines: (permission: string) =>
    ["pipelines:read", "runs:read", "runs:write", "artifacts:read"].includes(permission),
  mlflow: (permission: string) =>
    ["experiments:read", "experiments:write", "models:read", "models:write"].includes(permission),
  shipper: (permission: string) => permission === "logs:write",
} as const;
type ScopePreset = keyof typeof SCOPE_PRESETS;

/** The presets of which this role has all that they are for, each with its scopes. */
export function presetsFor(permissions: readonly string[]): [ScopePreset, string[]][] {
  const all = Object.entries(SCOPE_PRESETS) as [ScopePreset, (permission: string) => boolean][];
  return all
    .map(([name, takes]): [ScopePreset, string[]] => [name, permissions.filter(takes)])
    .filter(([name, scopes]) => scopes.length > 0 && (name === "read_all" || !scopes.every(isRead)));
}
