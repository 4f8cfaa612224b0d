import * as z from "zod";
import { nudgeReaders } from "@/lib/events";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Reason } from "@/lib/platform/reasons";
import { read, write } from "@/lib/verbs";
import { checkSpec } from "./check";
import * as repository from "./repository";
import { DagId, type DagSpec } from "./schema";
import { importErrorView } from "./views";

/** Why a file does not load. Line and column count from 1; `field` is a JSON pointer into the spec. */
export type ImportProblem = {
  filePath: string;
  dagId: string | null;
  line: number | null;
  column: number | null;
  field: string | null;
  /** The first problem in English, and the number of further ones. */
  message: string;
  reason: Reason;
  more: number;
  /** Hash of the file as it was read. The same problem in other content is the same problem. */
  fileSha: string;
};

const MOST_MESSAGE_LENGTH = 4_000;

export const listImportErrors = read("pipelines:read", z.strictObject({}), async (ctx) => ({
  data: (await repository.listImportErrors(ctx.db.prisma)).map(importErrorView),
}));

/** Checks the spec against the existing pools and returns it with its defaults; throws InvalidError. */
export async function checkPipeline(
  { db, clock }: Pick<Deps, "db" | "clock">,
  raw: unknown,
): Promise<DagSpec> {
  return checkSpec(raw, await repository.poolSlots(db.prisma), clock.now());
}

/**
 * Lists the problem and returns true. Returns false for the same problem again, which keeps its `since`. The last good
 * version stays live.
 */
export async function reportImportError(
  { db, redis, clock }: Pick<Deps, "db" | "redis" | "clock">,
  problem: ImportProblem,
): Promise<boolean> {
  const message = storable(problem.message).slice(0, MOST_MESSAGE_LENGTH);
  const reason = storableReason(problem.reason);
  const id = newId("imp");
  const wrote = await repository.upsertImportError(
    poolSql(db.pool),
    { ...problem, message, reason, id },
    clock.now(),
  );
  if (wrote) nudgeReaders(redis);
  return wrote;
}

/** A reason may quote the file, so its values are cleaned and cut like the message. */
function storableReason({ code, values = {} }: Reason): Reason {
  const kept = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? storable(value).slice(0, MOST_MESSAGE_LENGTH) : value,
  ]);
  return { code, values: Object.fromEntries(kept) };
}

/** Postgres stores neither NUL nor half surrogate pairs. */
const storable = (text: string): string => text.replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD");

/** Called when the files load again or are gone. */
export async function clearImportErrors(
  { db, redis }: Pick<Deps, "db" | "redis">,
  filePaths: readonly string[],
): Promise<void> {
  if ((await repository.deleteImportErrors(poolSql(db.pool), filePaths)) > 0) nudgeReaders(redis);
}

/** Pipelines owned by files, and the paths of broken files, for the loader's comparison with its folder. */
export async function folderState({ db }: Pick<Deps, "db">) {
  const [dags, errors] = await Promise.all([
    repository.listFileDags(db.prisma),
    repository.listImportErrors(db.prisma),
  ]);
  return {
    pipelines: dags.map((dag) => ({ dagId: dag.id, filePath: dag.filePath, isStale: dag.staleAt !== null })),
    brokenFiles: errors.map((error) => error.filePath),
  };
}

/**
 * Marks a pipeline whose file is gone: no new scheduled runs; versions, runs and logs stay. Returns false when that had
 * happened already.
 */
export const retirePipeline = write(
  "pipelines:write",
  z.strictObject({ dag_id: DagId, file_path: z.string().nullable() }),
  async ({ tx, ctx, input, audit, unchanged, event }) => {
    const staleAt = ctx.clock.now();
    const count = await repository.markStale(tx, input.dag_id, input.file_path, staleAt);
    if (count === 0) return unchanged(false);
    event({ topic: "pipeline", id: input.dag_id, dag_id: input.dag_id });
    const entry = {
      target: { type: "dag", id: input.dag_id },
      before: { file_path: input.file_path, stale_at: null },
      after: { file_path: input.file_path, stale_at: staleAt },
    };
    return audit("dag.file_gone", entry, true);
  },
);
