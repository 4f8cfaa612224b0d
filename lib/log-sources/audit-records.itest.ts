import { beforeAll, expect, test } from "vitest";
import { PERMISSIONS, recordAudit } from "@/lib/audit";
import { countLogRecords, readLogRecord, sampleLogFields, searchLogRecords } from "@/lib/log-records";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { indexAudit } from "./audit-records";

const stores = testStores();
beforeAll(() => {
  stubEnv(stores.env);
  stores.clock.set(new Date());
});

const admin = () => testCtx(stores, "everything", { name: "Kim" });
const viewer = () =>
  testCtx(
    stores,
    [...PERMISSIONS].filter((one) => one !== "audit:read"),
  );
const found = async (q: string, ctx = admin()) => {
  stores.clock.set(new Date());
  return (await searchLogRecords(ctx, { q, limit: 500 })).data;
};
/** An act on a pipeline of its own name. */
async function act(dagId: string, outcome?: "denied") {
  const ctx = admin();
  await recordAudit(stores.db.prisma, ctx, "dag.pause", { target: { type: "dag", id: dagId } }, outcome);
  return ctx;
}

test("a row becomes a record with the ids of who did what to what", async () => {
  const dagId = newId("evt");
  const { actor, requestId } = await act(dagId);
  await act(dagId, "denied");
  await indexAudit(stores, 100);
  const [denied, done] = (await found(`pipeline:${dagId}`)).toSorted((a) => (a.level === "warn" ? -1 : 1));
  expect(done).toMatchObject({
    level: "info",
    service: "gwanje-audit",
    message: `Kim dag.pause dag ${dagId}`,
    attributes: {
      audit: expect.stringMatching(/^aud_/),
      actor: "Kim",
      user: actor.id,
      action: "dag.pause",
      target_type: "dag",
      target: dagId,
      pipeline: dagId,
      outcome: "success",
      request: requestId,
    },
  });
  expect(denied).toMatchObject({ level: "warn", attributes: { outcome: "denied" } });
});

test("an act that was rolled back is none", async () => {
  const dagId = newId("evt");
  const undone = stores.db.prisma.$transaction(async (tx) => {
    await recordAudit(tx, admin(), "dag.pause", { target: { type: "dag", id: dagId } });
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  await indexAudit(stores, 100);
  expect(await found(`pipeline:${dagId}`)).toEqual([]);
});

test("a row is one record, also when the process ends between the record and its mark", async () => {
  const dagId = newId("evt");
  await act(dagId);
  await whileHeld(
    stores.db.pool,
    (sql) => sql.rows("SELECT 1 FROM audit_to_index FOR UPDATE"),
    async () => {
      const indexing = indexAudit(stores, 100);
      const ended = expect(indexing).rejects.toThrow();
      await waitForLocked(stores.db.pool);
      expect(await found(`pipeline:${dagId}`)).toHaveLength(1);
      await poolSql(stores.db.pool).rows(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      await ended;
    },
  );
  expect(await indexAudit(stores, 100)).toBe(1);
  expect(await indexAudit(stores, 100)).toBe(0);
  expect(await found(`pipeline:${dagId}`)).toHaveLength(1);
});

test("a row that is committed after later ones is not missed", async () => {
  const [early, late] = [newId("evt"), newId("evt")];
  await stores.db.prisma.$transaction(async (tx) => {
    await recordAudit(tx, admin(), "dag.pause", { target: { type: "dag", id: early } });
    await act(late);
    expect(await indexAudit(stores, 100)).toBe(1);
  });
  expect(await indexAudit(stores, 100)).toBe(1);
  expect(await found(`pipeline:(${early} or ${late})`)).toHaveLength(2);
});

test("who may not read the audit log finds none of it, by no way", async () => {
  const dagId = newId("evt");
  await act(dagId);
  await indexAudit(stores, 100);
  const [record] = await found(`pipeline:${dagId}`);
  expect(record).toBeDefined();
  expect(await found(`pipeline:${dagId}`, viewer())).toEqual([]);
  expect(await found("", viewer())).toEqual([]);
  expect(await found(`service:x or pipeline:${dagId}`, viewer())).toEqual([]);
  const bars = await countLogRecords(viewer(), { q: "service:gwanje-audit" });
  expect(bars.data).toEqual([]);
  const services = await sampleLogFields(viewer(), { q: "", field: "service" });
  expect(services.data.map(({ name }) => name)).not.toContain("gwanje-audit");
  const ref = { time: record?.time ?? "", id: record?.id ?? "" };
  await expect(readLogRecord(viewer(), ref)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await readLogRecord(admin(), ref)).toMatchObject({ service: "gwanje-audit" });
});
