import type * as z from "zod";
import { checkParams } from "@/lib/pipelines";
import type { Sql } from "@/lib/platform/db";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { isStorableTime } from "@/lib/platform/instant";
import { because } from "@/lib/platform/reasons";
import { intervalAt, scheduleProblem } from "@/lib/schedules";
import { handOver } from "@/lib/tasks";
import { hotWrite } from "@/lib/verbs";
import { createRuns } from "./create";
import { endRun } from "./end";
import { repeated } from "./repeat";
import { type HeadVersion, headVersion, numberedVersion, runsNamed, writeNote } from "./repository";
import { lockRun as lock } from "./repository/lock";
import { NoteBody, RunId, TriggerInput } from "./schema";
import type { RunSpec } from "./spec";
import { startOwn } from "./start";
import { wake } from "./wake";

export const triggerRun = hotWrite(
  "runs:write",
  TriggerInput,
  async ({ sql, ctx, input, audit, unchanged, afterCommit }) => {
    const head = await headVersion(sql, input.dag_id);
    const dagId = head?.dagId ?? "";
    if (!head?.versionId) throw new NotFoundError("pipeline", input.dag_id);
    const { versionId, spec } = await wantedVersion(
      sql,
      { ...head, versionId: head.versionId },
      input.version,
    );
    const givenInterval = intervalOf(input);
    const params = await checkParams(spec.params, input.params);
    const logicalDate = input.logical_date ? new Date(input.logical_date) : null;
    const asked = { runKey: input.run_key ?? null, logicalDate, params };
    const find = async () =>
      repeated(await runsNamed(sql, dagId, asked.runKey, logicalDate?.toISOString() ?? null), asked);
    const existing = await find();
    if (existing) return unchanged({ id: existing.id, created: false });
    if (asked.runKey !== null) refuseOthersKey(asked.runKey);
    const at = logicalDate ?? ctx.clock.now();
    const scheduled = logicalDate && scheduledInterval(head, logicalDate);
    const interval = givenInterval ?? scheduled ?? { start: at, end: at };
    const make = (runKey: string) =>
      createRuns(sql, { dagId, versionId, spec }, [
        {
          runKey,
          runType: "manual",
          logicalDate,
          interval,
          // The run replaces the schedule's run of that interval, which would not start earlier either.
          runAfter: logicalDate && interval.start.getTime() === at.getTime() ? interval.end : null,
          params,
          triggeredBy: ctx.actor.name,
          note: input.note ?? null,
          backfillId: null,
        },
      ]);
    let runKey = input.run_key ?? `manual__${at.toISOString()}`;
    let [id] = await make(runKey);
    if (!id) {
      const faster = await find();
      if (faster) return unchanged({ id: faster.id, created: false });
      // Two triggers without a key in one millisecond make two runs.
      runKey = `${runKey}_${newId("run").slice(-6)}`;
      [id] = await make(runKey);
    }
    if (!id)
      throw new ConflictError(
        `A run with the key ${runKey} was created at the same moment. Try again.`,
        because("run_key_race", { run_key: runKey }),
      );
    const enqueue = await startOwn(sql, dagId, id);
    afterCommit(() => (enqueue ? handOver(ctx, enqueue, () => wake(ctx.redis)) : wake(ctx.redis)));
    return audit(
      "run.trigger",
      { target: { type: "run", id }, after: { dag_id: dagId, run_key: runKey, ...olderVersion(input) } },
      { id, created: true },
    );
  },
);

/** The newest, or the one with this number. */
async function wantedVersion(
  sql: Sql,
  head: HeadVersion & { versionId: string },
  number: number | null | undefined,
): Promise<{ versionId: string; spec: RunSpec }> {
  const found = number ? await numberedVersion(sql, head.dagId, number) : head;
  if (!found) throw new NotFoundError("version", String(number));
  return { versionId: found.versionId, spec: found.spec as RunSpec };
}

function olderVersion({ version }: { version?: number | null | undefined }) {
  return version ? { version } : {};
}

/** Null where none is given. The interval of a logical date is the schedule's. */
function intervalOf(input: z.output<typeof TriggerInput>): { start: Date; end: Date } | null {
  if (!input.data_interval) return null;
  if (input.logical_date)
    throw InvalidError.field(
      "/data_interval",
      "A logical date has the interval of the schedule. Give logical_date or data_interval, not both.",
      because("interval_of_date"),
    );
  const [start, end] = [new Date(input.data_interval.start), new Date(input.data_interval.end)];
  if (end < start)
    throw InvalidError.field(
      "/data_interval/end",
      "The interval ends before it starts.",
      because("range_order"),
    );
  return { start, end };
}

/** A manual run with the key of a scheduled one would replace it, and its interval would never be processed. */
function refuseOthersKey(runKey: string): void {
  if (/^(?:scheduled|backfill)__/.test(runKey))
    throw InvalidError.field(
      "/run_key",
      `Keys such as ${JSON.stringify(runKey)} are for runs that the schedule or a backfill makes. Choose another run_key, or give the logical_date to run that interval.`,
      because("reserved_run_key", { run_key: runKey }),
    );
}

/** The schedule's interval that holds a logical date; null without a usable schedule. */
function scheduledInterval({ cron, timeZone }: HeadVersion, logicalDate: Date) {
  if (cron === null || scheduleProblem(cron, timeZone, logicalDate)) return null;
  const interval = intervalAt({ cron, timeZone }, logicalDate);
  return interval && isStorableTime(interval.start.toISOString()) ? interval : null;
}

export const cancelRun = hotWrite("runs:write", RunId, async ({ sql, ctx, input, audit, unchanged }) => {
  const before = await endRun(sql, input.run_id, "cancelled", ctx.actor.name);
  if (!before) {
    if (!(await lock(sql, input.run_id))) throw new NotFoundError("run", input.run_id);
    return unchanged(undefined);
  }
  return audit(
    "run.cancel",
    { target: { type: "run", id: input.run_id }, before: { state: before.state } },
    undefined,
  );
});

export const setRunNote = hotWrite(
  "runs:write",
  NoteBody.extend(RunId.shape),
  async ({ sql, input, audit, event }) => {
    const before = await writeNote(sql, input.run_id, input.note);
    if (before === undefined) throw new NotFoundError("run", input.run_id);
    event({ topic: "run", id: input.run_id, run_id: input.run_id });
    return audit(
      "run.note",
      { target: { type: "run", id: input.run_id }, before: { note: before }, after: { note: input.note } },
      undefined,
    );
  },
);
