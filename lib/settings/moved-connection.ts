import type * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { ConnectionRow } from "./repository";
import type { ConnectionChange } from "./schema";

/** Fields that decide where the secrets of a connection go and how they are protected; `extra` has the TLS mode. */
const ADDRESS = ["type", "host", "port"] as const;

/**
 * Checks a change that would send the connection's secrets elsewhere. A person who may change a setting must not read
 * its secrets by moving it to a host of theirs, so a new address needs each stored secret again, or null. Throws
 * InvalidError at the missing secret.
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
