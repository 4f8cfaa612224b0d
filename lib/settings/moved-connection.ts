import type * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { ConnectionRow } from "./repository";
import type { ConnectionChange } from "./schema";

/** What decides where, and how well protected, the secrets of a connection travel. `extra` has the TLS mode among others. */
const ADDRESS = ["type", "host", "port"] as const;

/**
 * Whether the change sends the connection's secrets elsewhere. Who may change a setting cannot read its secrets, and must
 * not have them delivered to a host of their choice: with another address a stored secret is given again, or removed
 * (null). Throws InvalidError at the secret that is missing.
 */
export function isMoved(row: ConnectionRow, change: z.output<typeof ConnectionChange>): boolean {
  const isElsewhere = ADDRESS.some((name) => change[name] !== undefined && change[name] !== row[name]);
  const isMoving = isElsewhere || change.extra !== undefined;
  if (!isMoving) return false;
  if (row.passwordEnc !== null && change.password === undefined) throw missing("password");
  if (row.extraEnc !== null && change.extra === undefined) throw missing("extra");
  return isElsewhere || row.passwordEnc !== null;
}

function missing(secret: "password" | "extra"): InvalidError {
  return InvalidError.field(
    `/${secret}`,
    `the connection's type, host, port or extra changes, and ${secret} would go where it was not given for. Give ${secret} again, or null to remove it.`,
    because("secret_again"),
  );
}
