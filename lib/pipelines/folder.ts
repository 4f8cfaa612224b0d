import * as z from "zod";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { publishEvent } from "@/lib/platform/events";
import { newId } from "@/lib/platform/ids";
import type { Reason } from "@/lib/platform/reasons";
import { read, write } from "@/lib/verbs";
import { checkSpec } from "./check";
import * as repository from "./repository";
import { DagId, type DagSpec } from "./schema";
import { importErrorView } from "./views";

/** Why a file does not load. Places count from 1; `field` is a JSON pointer into the spec. */
export type ImportProblem = {
  filePath: string;
  dagId: string | null;
  line: number | null;
  column: number | null;
  field: string | null;
  /** The first problem in English, and how many more there are. */
  message: string;
  reason: Reason;
  more: number;
  /** Of the file as it was read; another content with the same problem is the same problem. */
  fileSha: string;
};

const MOST_MESSAGE_LENGTH = 4_000;

export const listImportErrors = read("pipelines:read", z.strictObject({}), async (ctx) => ({
  data: (await repository.listImportErrors(ctx.db.prisma)).map(importErrorView),
}));

/** The spec with its defaults, checked against the pools that exist; throws InvalidError. */
export async function checkPipeline(
  { db, clock }: Pick<Deps, "db" | "clock">,
  raw: unknown,
): Promise<DagSpec> {
  return checkSpec(raw, await repository.poolSlots(db.prisma), clock.now());
}

/**
 * Lists the problem and answers true; the same problem again keeps its `since`, says nothing and answers false.
 * Whatever was loaded before stays live.
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
  if (wrote) publishEvent(redis, { topic: "import_error", id: problem.filePath });
  return wrote;
}

/** A reason quotes files too, and JSON keeps even less than text. A field's error brings more than its reason. */
function storableReason({ code, values = {} }: Reason): Reason {
  const kept = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? storable(value).slice(0, MOST_MESSAGE_LENGTH) : value,
  ]);
  return { code, values: Object.fromEntries(kept) };
}

/** PostgreSQL keeps neither a NUL nor half a character. */
const storable = (text: string): string => text.replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD");

/** The files load now, or are gone. */
export async function clearImportErrors(
  { db, redis }: Pick<Deps, "db" | "redis">,
  filePaths: readonly string[],
): Promise<void> {
  for (const path of await repository.deleteImportErrors(poolSql(db.pool), filePaths))
    publishEvent(redis, { topic: "import_error", id: path });
}

/** Pipelines that a file owns, and the paths of files that are listed as broken: what a loader compares its folder with. */
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

/** The file is gone: no new scheduled runs; versions, runs and logs stay. False when there was nothing left to do. */
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
