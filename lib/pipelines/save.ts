import type { Ctx } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { ConflictError, InvalidError, StaleError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { write } from "@/lib/verbs";
import { checkSpec } from "./check";
import { layoutTasks } from "./layout";
import * as repository from "./repository";
import { type DagSpec, FileInput, LIMITS, SaveInput } from "./schema";
import { versionDetail } from "./views";

/**
 * Saves a new immutable version on top of `parent_id`, which must be the head; else throws StaleError with the present
 * head. Saving the same spec again changes nothing.
 */
export const savePipeline = write(
  "pipelines:write",
  SaveInput,
  async ({ tx, ctx, input, audit, unchanged, event }) => {
    const spec = await checkSpec(input.spec, await repository.holdPools(tx), ctx.clock.now());
    if (spec.dag_id !== input.dag_id)
      throw InvalidError.field(
        "/spec/dag_id",
        `dag_id ${JSON.stringify(spec.dag_id)} is not the pipeline's own, ${JSON.stringify(input.dag_id)}`,
        because("other_dag_id", { dag_id: spec.dag_id, expected: input.dag_id }),
      );
    await repository.lockDag(tx, input.dag_id);
    const before = await repository.findDag(tx, input.dag_id);
    if (before?.origin === "file")
      throw new ConflictError(
        `${JSON.stringify(before.id)} is kept in the file ${before.filePath} of the pipelines folder. Change that file; it is loaded within 2 seconds.`,
        because("kept_in_file", { dag_id: before.id, file: before.filePath ?? "" }),
      );
    if ((before?.headVersionId ?? null) !== input.parent_id) {
      throw new StaleError(
        before ? "The pipeline has changed since you read it." : "There is no such pipeline any more.",
        before?.head ? versionDetail(before.head) : null,
      );
    }
    if (before && isSame(before, spec, before.head?.codeSha256 ?? null))
      return unchanged(versionDetail(before.head));
    const dag = before ?? (await repository.insertDag(tx, input.dag_id, "api"));
    const version = await addVersion(tx, ctx, dag, {
      spec,
      source: sentSource(input.spec),
      codeSha256: before?.head?.codeSha256 ?? null,
      origin: "api",
      author: ctx.actor.name,
      message: input.message,
    });
    event({ topic: "pipeline", id: dag.id, dag_id: dag.id });
    return audit("dag.save", savedEntry(dag, version), versionDetail(version));
  },
);

/**
 * Makes the spec of a file the head, unless it is already. Throws ConflictError when the pipeline belongs to the API or
 * to another file. A pipeline whose file came back is live again.
 */
export const saveFromFile = write(
  "pipelines:write",
  FileInput,
  async ({ tx, ctx, input, audit, unchanged, event }) => {
    const spec = await checkSpec(input.spec, await repository.holdPools(tx), ctx.clock.now());
    await repository.lockDag(tx, spec.dag_id);
    const before = await repository.findDag(tx, spec.dag_id);
    if (before) refuseForeign(before, input);
    const dag = before ?? (await repository.insertDag(tx, spec.dag_id, "file"));
    if (!isSame(dag, spec, input.code_sha256)) {
      const version = await addVersion(tx, ctx, dag, {
        spec,
        source: input.source,
        codeSha256: input.code_sha256,
        origin: "file",
        author: ctx.actor.name,
        message: input.path,
      });
      await repository.setFile(tx, dag.id, input.path);
      event({ topic: "pipeline", id: dag.id, dag_id: dag.id });
      return audit("dag.save", savedEntry(dag, version), version.number);
    }
    if (input.source !== null && dag.head.source === null)
      await repository.fillSource(tx, dag.head.id, input.source);
    if (dag.filePath === input.path && dag.staleAt === null) return unchanged(dag.head.number);
    await repository.setFile(tx, dag.id, input.path);
    event({ topic: "pipeline", id: dag.id, dag_id: dag.id });
    const entry = {
      target: { type: "dag", id: dag.id },
      before: { file_path: dag.filePath, stale_at: dag.staleAt },
      after: { file_path: input.path, stale_at: null },
    };
    return audit("dag.file", entry, dag.head.number);
  },
);

function refuseForeign(dag: repository.DagRow, { path, rivals }: FileInput): void {
  const name = JSON.stringify(dag.id);
  if (dag.origin !== "file")
    throw new ConflictError(
      `dag_id ${name} belongs to a pipeline that was saved over the API. Give this one another dag_id.`,
      because("dag_of_api", { dag_id: dag.id }),
    );
  if (dag.filePath !== path && dag.filePath !== null && rivals.includes(dag.filePath))
    throw new ConflictError(
      `dag_id ${name} is already that of ${dag.filePath}. Give one of the two another dag_id.`,
      because("dag_of_file", { dag_id: dag.id, file: dag.filePath }),
    );
}

type SameAsHead = repository.DagRow & { head: repository.VersionRow };
function isSame(dag: repository.DagRow, spec: DagSpec, codeSha256: string | null): dag is SameAsHead {
  return dag.head !== null && dag.head.specSha256 === shaOf(spec) && dag.head.codeSha256 === codeSha256;
}

/** What was sent, without the defaults that were added to it. */
function sentSource(spec: unknown): string | null {
  const text = `${JSON.stringify(spec, null, 2)}\n`;
  return Buffer.byteLength(text) <= LIMITS.specBytes ? text : null;
}

type NewVersion = {
  spec: DagSpec;
  source: string | null;
  codeSha256: string | null;
  origin: "api" | "file";
  author: string;
  message: string | null;
};

/** The caller holds the pipeline's lock, so its head is still the head. */
async function addVersion(tx: Tx, ctx: Ctx, dag: repository.DagRow, given: NewVersion) {
  const version = await repository.insertVersion(tx, {
    ...given,
    id: newId("ver"),
    dagId: dag.id,
    number: (dag.head?.number ?? 0) + 1,
    parentId: dag.head?.id ?? null,
    specSha256: shaOf(given.spec),
    layout: layoutTasks(given.spec.tasks),
    createdAt: ctx.clock.now(),
  });
  await repository.moveHead(tx, { schedule: repository.scheduleOf(dag) }, version, given.spec);
  return version;
}

function savedEntry(dag: repository.DagRow, version: repository.VersionRow) {
  return {
    target: { type: "dag", id: dag.id },
    before: dag.head && { version: dag.head.number },
    after: {
      version: version.number,
      origin: version.origin,
      spec_sha256: version.specSha256,
      code_sha256: version.codeSha256,
    },
  };
}

const shaOf = (spec: DagSpec) => sha256Hex(JSON.stringify(spec));
