/** What a new area writes to have a job of its own: this one file, and its name in a list. */
import { expect, test } from "vitest";
import { metricsRegistry } from "@/lib/metrics";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { defineJob, listJobs, startJobs } from "./index";

const stores = testStores();

const countRuns = defineJob({
  name: "trial-count",
  everyMs: 60_000,
  timeoutMs: 10_000,
  scope: "one at a time",
  async run({ ctx }) {
    await ctx.redis.set("trial", await ctx.db.prisma.dagRun.count());
    return undefined;
  },
});

test("a trial job runs, is counted, and is seen", async () => {
  const runner = startJobs(stores, [countRuns]);
  await waitFor("its work", () => stores.redis.get("trial"));
  const seen = await waitFor("its row", async () =>
    (await listJobs(testCtx(stores, ["queues:read"]), {})).data.find(({ runs }) => runs > 0),
  );
  expect(seen).toMatchObject({ name: "trial-count", state: "waiting", error: null });
  expect(await metricsRegistry().metrics()).toContain(
    'gwanje_job_runs_total{job="trial-count",outcome="succeeded"} 1',
  );
  await runner.stop();
});
