import type pg from "pg";
import type { Db } from "@/lib/platform/db";
import { closeSession, isAlive, openSession, tryLock } from "./repository";

/**
 * Which jobs of "one at a time" this process runs. It holds an advisory lock for each, on one session: the locks are free
 * as soon as the process ends. The server ends a session that is silent, so a frozen process, or one behind a cut network,
 * keeps no job from the others for longer than that.
 */
export type Ownership = {
  /** Null: another process has the job. `isNew` when this one has just got it. */
  hold(name: string): Promise<{ signal: AbortSignal; isNew: boolean } | null>;
  /** To be called more often than the server is patient. */
  stayAlive(): Promise<void>;
  /** Asks what runs to stop; the jobs stay this process's until `release`. */
  stopAll(): void;
  release(): void;
};

export function createOwnership(db: Pick<Db, "pool">): Ownership {
  const held = new Map<string, AbortController>();
  let opening: Promise<pg.PoolClient> | null = null;
  let session: pg.PoolClient | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** Jobs ask at the same moment, and a connection takes one statement at a time. */
  function inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = last.then(ask);
    last = answer.catch(() => {});
    return answer;
  }

  function lose(client: pg.PoolClient, why: string): void {
    if (session !== client) return;
    session = null;
    closeSession(client);
    for (const [name, right] of held)
      right.abort(new Error(`The job ${name} is no longer this process's: ${why}`));
    held.clear();
  }

  async function open(): Promise<pg.PoolClient> {
    opening ??= openSession(db.pool, (client) => lose(client, "its connection broke"))
      .then((client) => {
        session = client;
        return client;
      })
      .finally(() => {
        opening = null;
      });
    return opening;
  }

  async function livingSession(): Promise<pg.PoolClient> {
    const known = session;
    if (known && !(await isAlive(known))) lose(known, "its connection does not answer");
    return session ?? open();
  }

  async function hold(name: string) {
    const client = await livingSession();
    const right = held.get(name);
    if (right) return { signal: right.signal, isNew: false };
    if (!(await tryLock(client, name))) return null;
    // The session may have broken while the answer was under way.
    if (session !== client) return null;
    const made = new AbortController();
    held.set(name, made);
    return { signal: made.signal, isNew: true };
  }

  return {
    hold: (name) => inTurn(() => hold(name)),
    stayAlive: () =>
      inTurn(async () => {
        if (session) await livingSession();
      }),
    stopAll() {
      for (const right of held.values()) right.abort(new Error("The process ends"));
    },
    release() {
      if (session) lose(session, "the process ends");
    },
  };
}
