import type { Sql } from "@/lib/platform/db";
import { holdRevision } from "./repository/revision";
import { findService } from "./repository/services";

/** The features of a service, which stays as it is until the transaction ends. Null when there is none. */
export async function heldService(sql: Sql, name: string): Promise<readonly string[] | null> {
  await holdRevision(sql);
  return (await findService(sql, name))?.features ?? null;
}
