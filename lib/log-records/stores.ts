import type { Ctx } from "@/lib/platform/context";
import { postgresStore } from "./postgres-store";
import type { LogStore } from "./store";

/** The log store of this installation. */
export function logStoreOf({ db }: Pick<Ctx, "db">): LogStore {
  return postgresStore(db);
}
