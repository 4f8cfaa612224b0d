import { afterEach, describe, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { createNudges } from "@/lib/platform/nudges";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { defineJob, JOBS_CHANNEL, type Job, type JobRunner, listJobs, runJob, startJobs } from "./index";

const stores = testStores();
const viewer = () => testCtx(stores, ["queues:read"]);
const rowsOf = async (name: string) => (await listJobs(viewer(), {})).data.filter((row) => row.name === name);

const runners: JobRunner[] = [];
afterEach(() => Promise.all(runners.splice(0).map((runner) => runner.stop())));
function start(process: string, ...jobs: Job[]): JobRunner {
  const runner = startJobs(stores, jobs, { process });
  runners.push(runner);
  return runner;
}

type Given = Partial<Parameters<typeof defineJob>[0]> & { name: string };
const job = (given: Given): Job =>
  defineJob({
    everyMs: 3_600_000,
    timeoutMs: 60_000,
    scope: "everywhere",
    run: async () => undefined,
    ...given,
  });

describe("the row of a job", () => {
  test("tells when it ran, how long it took, why it failed, and when it goes on", async () => {
    start(
      "p1",
      job({ name: "row-good" }),
      job({ name: "row-bad", run: () => Promise.reject(new Error("redis://u:hunter2@r is away")) }),
    );
    const [bad] = await waitFor("the failure", async () => {
      const rows = await rowsOf("row-bad");
      return rows[0]?.state === "failing" ? rows : null;
    });
    expect(bad).toMatchObject({ process: "p1", every_ms: 3_600_000, cron: null, failures_in_row: 1 });
    expect(bad?.error).toContain("is away");
    expect(bad?.error).not.toContain("hunter2");
    expect(bad?.next_at).not.toBeNull();
    const [good] = await waitFor("the success", async () => {
      const rows = await rowsOf("row-good");
      return rows[0]?.runs === 1 ? rows : null;
    });
    expect(good).toMatchObject({ state: "waiting", error: null, failed_runs: 0, failures_in_row: 0 });
    expect(good?.took_ms).toBeGreaterThanOrEqual(0);
  });

  test("says running while it runs, and that it works again once it does", async () => {
    let isBroken = true;
    let release = () => {};
    start(
      "p1",
      job({
        name: "row-mends",
        retry: { firstMs: 1, mostMs: 1 },
        async run({ signal }) {
          if (isBroken) throw new Error("no");
          await new Promise<void>((resolve) => {
            release = resolve;
            signal.addEventListener("abort", () => resolve(), { once: true });
          });
          return undefined;
        },
      }),
    );
    await waitFor("a failure", async () => (await rowsOf("row-mends"))[0]?.state === "failing");
    isBroken = false;
    await waitFor("a run that goes on", () => {
      release();
      return rowsOf("row-mends").then(([row]) => row?.state === "waiting" && row.error === null);
    });
  });

  test("costs no write each time the job runs", async () => {
    await poolSql(stores.db.pool).rows(
      `CREATE TABLE job_writes (name text); CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO job_writes VALUES (NEW.name); RETURN NULL; END $$;
       CREATE TRIGGER note_write AFTER INSERT OR UPDATE ON job FOR EACH ROW EXECUTE FUNCTION note_write()`,
    );
    let runs = 0;
    const runner = start(
      "p1",
      job({
        name: "row-busy",
        everyMs: 1,
        async run() {
          runs += 1;
          return runs % 100 === 0 ? undefined : "again";
        },
      }),
    );
    await waitFor("many runs", () => runs >= 1_000);
    await runner.stop();
    const writes = await poolSql(stores.db.pool).rows("SELECT 1 FROM job_writes WHERE name = 'row-busy'");
    // The first outcome, the beats, the end: far from one a run.
    expect(writes.length).toBeLessThan(20);
    expect((await rowsOf("row-busy"))[0]?.runs).toBeGreaterThanOrEqual(1_000);
  });
});

describe("a job that runs one at a time", () => {
  test("is run by one process, and goes to another, with its row, when that one ends", async () => {
    const ran: string[] = [];
    const of = (who: string) =>
      job({
        name: "one-of-two",
        scope: "one at a time",
        everyMs: 5,
        async run() {
          ran.push(who);
          return undefined;
        },
      });
    const first = start("first", of("first"));
    await waitFor("the first", () => ran.length > 0);
    // The second is up and has had its turn of standing by once it runs a job of its own.
    let second = 0;
    start("second", of("second"), job({ name: "of-second", everyMs: 5, run: async () => void second++ }));
    await waitFor("the second to be up", () => second > 3);
    expect(new Set(ran)).toEqual(new Set(["first"]));
    expect(await rowsOf("one-of-two")).toMatchObject([{ process: "first" }]);
    const before = ran.length;
    await first.stop();
    await waitFor("the second", () => ran.includes("second"));
    const [row] = await waitFor("its row", async () => {
      const rows = await rowsOf("one-of-two");
      return rows[0]?.process === "second" ? rows : null;
    });
    expect(row?.runs).toBeGreaterThanOrEqual(before);
  });

  test("is stopped where its process loses its connection, and goes on in one process only", async () => {
    const running = new Set<string>();
    const met: number[] = [];
    const of = (who: string) =>
      job({
        name: "one-cut-off",
        scope: "one at a time",
        everyMs: 5,
        async run({ signal }) {
          running.add(who);
          met.push(running.size);
          await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
          running.delete(who);
          throw new Error("stopped");
        },
      });
    start("first", of("first"));
    await waitFor("the first", () => running.has("first"));
    start("second", of("second"));
    // Advisory locks of this database only: other files' tests hold theirs on the same server.
    await poolSql(stores.db.pool).rows(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await waitFor("somebody to go on", () => met.length > 1);
    expect(Math.max(...met)).toBe(1);
    const [row] = await rowsOf("one-cut-off");
    expect(row?.failures_in_row).toBe(0);
  });

  test("and by a clock waits for its next fire, but not for one that was missed", async () => {
    let runs = 0;
    const nightly = defineJob({
      name: "one-nightly",
      cron: "0 3 * * *",
      timeZone: "Asia/Seoul",
      timeoutMs: 60_000,
      scope: "one at a time",
      run: async () => void runs++,
    });
    const first = start("first", nightly);
    await waitFor("its row", async () => (await rowsOf("one-nightly"))[0]?.next_at);
    await first.stop();
    expect(runs).toBe(0);
    await poolSql(stores.db.pool).rows(
      "UPDATE job SET next_at = now() - interval '1 hour' WHERE name = 'one-nightly'",
    );
    start("second", nightly);
    await waitFor("the run that was missed", () => runs === 1);
  });
});

describe("what is asked for by people", () => {
  test("runs now, on a nudge or without one, and is in the audit log", async () => {
    let runs = 0;
    const runner = start("p1", job({ name: "asked", run: async () => void runs++ }));
    const nudges = createNudges(stores.env.REDIS_URL);
    nudges.on(JOBS_CHANNEL, runner.look);
    await waitFor("the first run", async () => (await rowsOf("asked"))[0]?.runs === 1);
    const ctx = testCtx(stores, ["runs:write"]);
    expect(await runJob(ctx, { name: "asked" })).toEqual({ processes: 1 });
    // The nudge may come before the subscription; a look is what both lead to.
    await waitFor("a second run", () => {
      runner.look();
      return runs === 2;
    });
    nudges.close();
    const audit = await stores.db.prisma.auditLog.findMany({ where: { action: "job.run" } });
    expect(audit).toMatchObject([{ targetType: "job", targetId: "asked", actorId: ctx.actor.id }]);
  });

  test("is refused to viewers, and for what nothing runs", async () => {
    await expect(runJob(viewer(), { name: "asked" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(runJob(testCtx(stores), { name: "no-such" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(listJobs(testCtx(stores, []), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

test("a process that is gone leaves no row beside one that has the job, and a silent one where none has", async () => {
  const first = start("gone", job({ name: "left" }));
  await waitFor("its row", async () => (await rowsOf("left")).length > 0);
  await first.stop();
  await poolSql(stores.db.pool).rows(
    "UPDATE job SET seen_at = now() - interval '1 hour' WHERE name = 'left'",
  );
  expect(await rowsOf("left")).toMatchObject([{ process: "gone", state: "silent" }]);
  start("here", job({ name: "left" }));
  await waitFor("the new one", async () => (await rowsOf("left"))[0]?.process === "here");
  expect(await rowsOf("left")).toHaveLength(1);
});
