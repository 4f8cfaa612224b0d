import * as z from "zod";
import { isRunId } from "@/lib/experiments/values";
import { checkParams } from "@/lib/pipelines";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { triggerRun } from "@/lib/runs";
import { hotWrite, read } from "@/lib/verbs";
import { environmentsOf } from "./package-files";
import { findHeads } from "./repository/heads";
import { insertRerun, loggedParams, paramsSchema } from "./repository/reruns";
import { type Planned, planOf, reversalsOf, type Side } from "./reversals";
import { codeFacts, OWN_TAGS } from "./run-facts";
import { RerunBody, type RerunReply, ReversalQuery } from "./schema";

/** What differs between two runs, and what of it the first one's pipeline can put back. */
export const listReversals = read("experiments:read", ReversalQuery, async (ctx, input) => {
  const { run, other, schema } = await sidesOf(ctx, input.run_id, input.other_run_id);
  if (!other) throw new NotFoundError("run", input.other_run_id);
  return { data: reversalsOf(run, other, schema) };
});

/**
 * Starts the pipeline of a run again: as it was, with the other run's value in one place, or with edits. The new run is
 * remembered beside both. `dry_run` only says what would be started.
 */
export async function rerun(
  ctx: Ctx,
  input: z.input<typeof RerunBody>,
): Promise<z.output<typeof RerunReply>> {
  const { plan, from, to } = await planRerun(ctx, input);
  if (input.dry_run) return { plan, dag_run_id: null };
  const { dag_id, version, params, data_interval } = plan;
  const { id } = await triggerRun(ctx, { dag_id, version, params, data_interval });
  await rememberRerun(ctx, { asked: { ...input, dry_run: false }, from, to, dag_id, dag_run_id: id });
  return { plan, dag_run_id: id };
}

const planRerun = read("runs:write", RerunBody, async (ctx, input): Promise<Planned> => {
  const { run, other, schema } = await readSides(ctx, {
    run_id: input.run_id,
    other_run_id: input.other_run_id ?? null,
  });
  const needsOther = input.change.kind !== "none" && input.change.kind !== "edit";
  if (needsOther && !other)
    throw InvalidError.field("/other_run_id", "Say whose value is put back.", because("required"));
  if (!run.task)
    throw new ConflictError(
      "No run of a pipeline made this run, or it is gone, so there is nothing to start again.",
      because("rerun_no_pipeline"),
    );
  const planned = planOf(run, other, input.change, schema);
  if (!planned)
    throw InvalidError.field(
      "/change",
      "Starting the pipeline again cannot put this difference back, or there is none.",
      because("rerun_not_possible"),
    );
  const { plan } = planned;
  const sql = poolSql(ctx.db.pool);
  const itsSchema =
    plan.version === run.task.version ? schema : await paramsSchema(sql, plan.dag_id, plan.version);
  return { ...planned, plan: { ...plan, params: await checkParams(recordOf(itsSchema), plan.params) } };
});

const readSides = read(
  "experiments:read",
  z.object({ run_id: z.string(), other_run_id: z.string().nullable() }),
  (ctx, { run_id, other_run_id }) => sidesOf(ctx, run_id, other_run_id),
);

const Remembered = z.object({
  asked: RerunBody,
  from: z.string().nullable(),
  to: z.string().nullable(),
  dag_id: z.string(),
  dag_run_id: z.string(),
});
const rememberRerun = hotWrite("runs:write", Remembered, async ({ sql, ctx, input, audit, unchanged }) => {
  const { asked, from, to, dag_id, dag_run_id } = input;
  const id = newId("rer");
  const isThere = await insertRerun(sql, {
    id,
    runId: asked.run_id,
    otherRunId: asked.other_run_id ?? null,
    change: { change: asked.change, from, to },
    dagId: dag_id,
    dagRunId: dag_run_id,
    createdBy: ctx.actor.id,
  });
  // Removed meanwhile: the pipeline runs all the same, and there is nothing to show it beside.
  if (!isThere) return unchanged(undefined);
  const after = { other_run_id: asked.other_run_id ?? null, change: asked.change, from, to, dag_run_id };
  return audit(
    "experiment_run.rerun",
    { target: { type: "experiment_run", id: asked.run_id }, after },
    undefined,
  );
});

type Sides = { run: Side; other: Side | null; schema: unknown };

/** Without the permission to read runs of pipelines, no run has one. */
async function sidesOf(ctx: Ctx, runId: string, otherId: string | null): Promise<Sides> {
  const sql = poolSql(ctx.db.pool);
  const wanted = [runId, ...(otherId === null ? [] : [otherId])];
  const runIds = wanted.filter(isRunId);
  const heads = await findHeads(sql, { runIds, tags: OWN_TAGS });
  const [logged, environments] = await Promise.all([loggedParams(sql, runIds), environmentsOf(ctx, heads)]);
  const mayRead = ctx.actor.permissions.has("runs:read");
  const sides = new Map(
    heads.map((given, at): [string, Side] => {
      const head = mayRead ? given : { ...given, task: null };
      const { packages = new Map<string, string>(), python = null } = environments[at] ?? {};
      const environment = new Map(python ? [["python", python]] : []);
      const code = codeFacts(head);
      return [
        head.id,
        {
          task: head.task,
          logged: logged.get(head.id) ?? new Map(),
          brought: { code, packages, environment },
        },
      ];
    }),
  );
  const missing = wanted.find((id) => !sides.has(id));
  const run = sides.get(runId);
  if (missing !== undefined || !run) throw new NotFoundError("run", missing ?? runId);
  const schema = run.task ? await paramsSchema(sql, run.task.dagId, run.task.version) : undefined;
  return { run, other: otherId === null ? null : (sides.get(otherId) ?? null), schema };
}

/** A version's own schema was checked when it was saved. */
function recordOf(schema: unknown): Record<string, unknown> {
  return typeof schema === "object" && schema !== null ? { ...schema } : {};
}
