import type pg from "pg";
import type * as z from "zod";
import { forbidden, type Permission, recordDenied } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { type PoolTx, poolTransaction } from "@/lib/platform/db";
import { wasSilent } from "@/lib/platform/db/connections";
import type { AppError } from "@/lib/platform/errors";
import { retrying } from "@/lib/platform/retrying";
import { isStoreFault } from "@/lib/platform/store-fault";
import { BatchQueue } from "./batch-queue";
import { parseInput } from "./parse-input";

export type IngestCall<I> = { readonly ctx: Ctx; readonly input: I };
export type IngestArgs<I> = {
  sql: PoolTx;
  calls: readonly IngestCall<I>[];
  /** The call is answered with this error, and the others are written. */
  refuse(call: IngestCall<I>, error: AppError): void;
  /** Runs after the commit, in order; must not throw. */
  afterCommit(work: () => void): void;
};

/** What each process holds, by the database that it goes to. */
const queues = new WeakMap<pg.Pool, Set<{ drain(): Promise<void> }>>();

/**
 * What machines send by the thousand (metrics, log rows, features): permission, parse, and then one transaction for many
 * calls. There is no audit row. A call is answered after its own rows are committed, so nothing that was accepted is lost;
 * what the queue has no room for is refused with BusyError.
 *
 * When a batch fails for what is in it, it is halved until the calls at fault are alone; the others are written. A call
 * may so be tried more than once, and after a connection that broke during a commit its sender cannot know whether it was
 * written: `work` writes in a way that may be repeated.
 */
export function ingest<S extends z.ZodType>(
  permission: Permission,
  schema: S,
  options: {
    /** How many rows one call brings; what the limits count. */
    rowsIn: (input: z.output<S>) => number;
    batch: { maxRows: number; maxWaitMs: number };
    queue: { maxRows: number };
    work: (args: IngestArgs<z.output<S>>) => Promise<void>;
  },
): (ctx: Ctx, input: z.input<S>) => Promise<void> {
  type Call = IngestCall<z.output<S>>;
  const { rowsIn, batch, queue, work } = options;
  const limits = { ...batch, maxQueuedRows: queue.maxRows };
  const own = new WeakMap<pg.Pool, BatchQueue<Call>>();
  const queueOf = (pool: pg.Pool): BatchQueue<Call> => {
    const known = own.get(pool);
    if (known) return known;
    const made = new BatchQueue<Call>(limits, (calls) =>
      writeApart(calls, (part) => commit(pool, part, work)),
    );
    own.set(pool, made);
    queues.set(pool, (queues.get(pool) ?? new Set()).add(made));
    return made;
  };
  return async (ctx, raw) => {
    if (!ctx.actor.permissions.has(permission)) {
      await recordDenied(ctx, permission);
      throw forbidden(ctx.actor, permission);
    }
    const input = parseInput(schema, raw);
    return queueOf(ctx.db.pool).add({ ctx, input }, rowsIn(input));
  };
}

/** Before the connections are closed: resolves when everything that was accepted is written or refused. */
export async function drainIngest(pool: pg.Pool): Promise<void> {
  await Promise.all([...(queues.get(pool) ?? [])].map((queue) => queue.drain()));
}

/** One transaction, done again when the database asks for it. Returns what each call is refused with. */
async function commit<I>(
  pool: pg.Pool,
  calls: readonly IngestCall<I>[],
  work: (args: IngestArgs<I>) => Promise<void>,
): Promise<unknown[]> {
  const { refused, after } = await retrying(() =>
    poolTransaction(pool, async (sql) => {
      // Of this try alone: what one that was rolled back had in mind is forgotten with it.
      const attempt = { refused: new Map<IngestCall<I>, AppError>(), after: [] as (() => void)[] };
      await work({
        sql,
        calls,
        refuse: (call, error) => attempt.refused.set(call, error),
        afterCommit: (next) => attempt.after.push(next),
      });
      return attempt;
    }),
  );
  for (const next of after) next();
  return calls.map((call) => refused.get(call));
}

/** Halves a batch that fails until the calls at fault are alone: a few transactions for each of them. */
async function writeApart<T>(
  calls: readonly T[],
  write: (part: readonly T[]) => Promise<unknown[]>,
): Promise<unknown[]> {
  try {
    return await write(calls);
  } catch (error) {
    // A database that is away or silent would refuse each half too.
    if (calls.length === 1 || isStoreFault(error) || wasSilent(error)) return calls.map(() => error);
    const middle = Math.ceil(calls.length / 2);
    const first = await writeApart(calls.slice(0, middle), write);
    return [...first, ...(await writeApart(calls.slice(middle), write))];
  }
}
