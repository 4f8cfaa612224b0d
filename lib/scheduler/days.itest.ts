import { expect, test } from "vitest";
import { createBackfill } from "@/lib/backfills";
import { savePipeline } from "@/lib/pipelines";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { claimAttempts } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { createDueRuns } from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);

async function save(spec: object): Promise<string> {
  const dag_id = newId("evt");
  const tasks = [{ task_id: "a", kind: "bash", command: ["echo", "{{ ds }}"] }];
  await savePipeline(ctx(), { dag_id, parent_id: null, spec: { dag_id, tasks, ...spec } });
  return dag_id;
}

const startsOf = async (dagId: string) =>
  (await stores.db.prisma.dagRun.findMany({ where: { dagId }, orderBy: { logicalDate: "asc" } })).map((run) =>
    run.dataIntervalStart?.toISOString().slice(0, 16),
  );

test.each([
  ["@daily", "Asia/Seoul", "2026-11-20", "2026-11-22", ["2026-11-19T15:00", "2026-11-20T15:00"]],
  ["@daily", "Asia/Kolkata", "2026-11-20", "2026-11-22", ["2026-11-19T18:30", "2026-11-20T18:30"]],
  ["@daily", "Europe/Berlin", "2026-11-20", "2026-11-22", ["2026-11-19T23:00", "2026-11-20T23:00"]],
  ["@daily", "Pacific/Auckland", "2026-11-20", "2026-11-22", ["2026-11-19T11:00", "2026-11-20T11:00"]],
  ["@daily", "America/New_York", "2026-11-20", "2026-11-22", ["2026-11-20T05:00", "2026-11-21T05:00"]],
  // Days on which clocks change, with a midnight that does not exist, and one that comes twice.
  ["@daily", "Europe/Berlin", "2026-10-25", "2026-10-27", ["2026-10-24T22:00", "2026-10-25T23:00"]],
  ["@daily", "Africa/Cairo", "2026-04-24", "2026-04-26", ["2026-04-23T22:00", "2026-04-24T21:00"]],
  ["@daily", "America/Havana", "2026-11-01", "2026-11-03", ["2026-11-01T04:00", "2026-11-02T05:00"]],
  ["@monthly", "Asia/Seoul", "2026-09-01", "2026-10-01", ["2026-08-31T15:00"]],
  ["0 9 * * *", "Asia/Seoul", "2026-11-20", "2026-11-22", ["2026-11-20T00:00", "2026-11-21T00:00"]],
])(
  "%s in %s from %s to %s makes the runs of those days, on a schedule as in a backfill",
  async (cron, time_zone, start_date, end_date, starts) => {
    stores.clock.set("2026-11-28T12:00:00Z");
    const limits = { start_date, end_date, catchup: true };
    const dagId = await save({ schedule: { cron, time_zone }, ...limits });
    const preview = await createBackfill(ctx(), {
      dag_id: dagId,
      from_date: start_date,
      to_date: end_date,
      dry_run: true,
    });
    for (let round = 0; round < 3; round++) await createDueRuns(stores, stores.clock.now());
    expect(await startsOf(dagId)).toEqual(starts);
    expect(preview.entries.map((entry) => entry.logical_date.slice(0, 16))).toEqual(starts);
  },
);

test("a worker is told the zone of the pipeline's days, which is UTC's without a schedule", async () => {
  const zoneOf = async (spec: object) => {
    const { id } = await triggerRun(ctx(), { dag_id: await save(spec) });
    const { currentAttemptId } = await stores.db.prisma.taskInstance.findFirstOrThrow({
      where: { runId: id },
    });
    const by = { workerId: "w", leaseMs: 10_000, attemptIds: [currentAttemptId ?? ""] };
    const [claimed] = await claimAttempts(poolSql(stores.db.pool), by);
    return claimed?.timeZone;
  };
  expect(await zoneOf({ schedule: { cron: "@daily", time_zone: "Asia/Seoul" } })).toBe("Asia/Seoul");
  expect(await zoneOf({})).toBe("UTC");
});
