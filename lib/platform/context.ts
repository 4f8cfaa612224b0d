import type { Redis } from "ioredis";
import { type Clock, systemClock } from "./clock";
import type { Db } from "./db";
import { newId } from "./ids";
import type { Logger } from "./logger";
import type { ObjectStore } from "./storage";

/** The actor of a call. `permissions` is set once, in lib/http, and never exceeds the person's current role. */
export type Actor = {
  type: "user" | "token" | "system" | "attempt";
  id: string;
  name: string;
  role: string | null;
  permissions: ReadonlySet<string>;
  /** Only for type "attempt": the run and task that the token may access. */
  attempt?: { attemptId: string; runId: string; dagId: string; taskId: string };
  sessionId?: string;
  locale?: string;
  timeZone?: string;
};

/**
 * The dependencies of every verb; nothing is global, so tests pass their own. `secret` is GWANJE_SECRET, `logStoreUrl`
 * LOG_STORE_URL.
 */
export type Deps = {
  db: Db;
  redis: Redis;
  storage: ObjectStore;
  clock: Clock;
  log: Logger;
  secret: string;
  logStoreUrl?: string | undefined;
};
export type Ctx = Deps & { actor: Actor; requestId: string; ip: string | null };

const EVERYTHING: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

/** The context of our own processes, such as the scheduler. */
export function systemCtx(deps: Omit<Deps, "clock"> & { clock?: Clock }, name: string): Ctx {
  return {
    ...deps,
    clock: deps.clock ?? systemClock,
    actor: { type: "system", id: name, name, role: null, permissions: EVERYTHING },
    requestId: newId("req"),
    ip: null,
  };
}
