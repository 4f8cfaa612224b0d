import type * as z from "zod";
import type { Permission } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import type { Progress } from "./schema";

/** What a run has. `C` is what its checkpoint holds. */
export type LongTurn<I, C> = {
  /** Of the job: the same in each attempt. */
  id: string;
  /** Acts as the person or token that started the job, with the permissions they had. */
  ctx: Ctx;
  input: I;
  /** What an earlier attempt kept; null for the first, or when it kept nothing. */
  checkpoint: C | null;
  /**
   * Says how far it is, and keeps `checkpoint` for a later attempt. Written at most once a second and at the end, so an
   * attempt that crashes repeats a second of work: what a run does has to bear that.
   */
  progress(now: Partial<Progress> & { done: number }, checkpoint?: C): void;
  /** Aborted when somebody cancels, when the process drains, and when the lease is lost. Stop soon after it, by a throw. */
  signal: AbortSignal;
};

type Given<S extends z.ZodType, K extends z.ZodType> = {
  /** Stable: rows hold it. */
  name: string;
  input: S;
  checkpoint: K;
  /** All of them are needed to start, cancel and run again. */
  permissions: readonly [Permission, ...Permission[]];
  /** What it is about, for people. */
  subject(input: z.output<S>): string;
  /** Of jobs of this kind with the same key one is queued or running. */
  exclusive?(input: z.output<S>): string;
  /** Returns what people see as its result. Every effect may happen twice. */
  run(turn: LongTurn<z.output<S>, z.output<K>>): Promise<unknown>;
};

export type LongJob<S extends z.ZodType = z.ZodType, K extends z.ZodType = z.ZodType> = Given<S, K>;
/** What the queue needs of a kind; who starts a job need not be able to run it. */
export type Queued<S extends z.ZodType> = Pick<
  Given<S, z.ZodType>,
  "name" | "input" | "permissions" | "subject" | "exclusive"
>;

/** For the queue, which holds kinds with inputs of every form. */
export type AnyLongJob = Omit<Given<z.ZodType, z.ZodType>, "subject" | "exclusive" | "run"> & {
  /** Parses what the row holds; throws where this release does not understand it. */
  resume(row: { id: string; input: unknown; checkpoint: unknown }, rest: Resumed): Promise<unknown>;
};
type Resumed = Pick<LongTurn<unknown, unknown>, "ctx" | "signal" | "progress">;

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Long work of the product itself, which a row of the queue starts. */
export function defineLongJob<S extends z.ZodType, K extends z.ZodType>(
  given: Given<S, K>,
): LongJob<S, K> & AnyLongJob {
  if (!NAME.test(given.name))
    throw new Error(`The long job ${JSON.stringify(given.name)} is not in lower case with single hyphens`);
  return {
    ...given,
    resume: (row, rest) =>
      given.run({
        ...rest,
        id: row.id,
        input: given.input.parse(row.input),
        checkpoint: row.checkpoint === null ? null : given.checkpoint.parse(row.checkpoint),
      }),
  };
}
