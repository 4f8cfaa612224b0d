import { expect, test } from "vitest";
import { eventsOf } from "@/lib/events/testing";
import { poolSql } from "@/lib/platform/db";
import { newId, uuidV7 } from "@/lib/platform/ids";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { runningTask } from "@/workers/serving/data/testing";
import { storeChunk } from "./chunk";
import { createLogWriter, createPacker, openLogText, readLog, searchLog } from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);
const ESC = String.fromCharCode(27);

/** An attempt that has printed these pieces. */
async function logged(pieces: readonly string[], capBytes?: number) {
  const [dagId, versionId, runId, taskInstanceId] = [newId("evt"), newId("ver"), newId("run"), newId("ti")];
  const attemptId = uuidV7();
  const { prisma } = stores.db;
  await prisma.dag.create({ data: { id: dagId, origin: "api" } });
  await prisma.dagVersion.create({
    data: { id: versionId, dagId, number: 1, spec: {}, specSha256: "x", layout: {}, origin: "api" },
  });
  const now = stores.clock.now();
  await prisma.dagRun.create({
    data: {
      id: runId,
      dagId,
      dagVersionId: versionId,
      runKey: "r",
      runType: "manual",
      state: "running",
      runAfter: now,
      unfinished: 1,
    },
  });
  await prisma.taskInstance.create({
    data: { id: taskInstanceId, runId, dagId, taskId: "say", pendingUpstream: 0 },
  });
  await prisma.taskAttempt.create({
    data: {
      id: attemptId,
      taskInstanceId,
      runId,
      dagId,
      taskId: "say",
      number: 2,
      state: "success",
      queue: "q",
    },
  });
  const { store } = createPacker({ ...stores, sql: poolSql(stores.db.pool) });
  const deps = { store, onError: expect.unreachable };
  const writer = createLogWriter(deps, { runId, attemptId }, capBytes);
  for (const piece of pieces) await writer.write("o", Buffer.from(piece));
  const wrote = writer.close();
  await wrote.stored;
  return { attemptId, runId, wrote };
}

test("lines come back in pages, with how many there are and whether more will come", async () => {
  const { attemptId, wrote } = await logged(["one\ntw", "o\n", "three\nno end"]);
  expect(wrote.lines).toBe(4);
  const page = await readLog(ctx(), { attempt_id: attemptId, from_line: 2, limit: 2 });
  expect(page.lines.map((line) => `${line.n} ${line.s} ${line.m}`)).toEqual(["2 o two", "3 o three"]);
  expect(page).toMatchObject({ next_line: 4, total_lines: 4, complete: false });
  const rest = await readLog(ctx(), { attempt_id: attemptId, from_line: page.next_line });
  expect(rest.lines.map((line) => line.m)).toEqual(["no end"]);
  expect(rest.complete).toBe(true);
  const beyond = await readLog(ctx(), { attempt_id: attemptId, from_line: 5 });
  expect(beyond).toMatchObject({ lines: [], next_line: 5, complete: true });
});

test("who reads right after the end waits for the last of the log, but not for what never comes", async () => {
  const { attemptId, runId } = await logged(["first\n"]);
  const endedAt = (ago: string) =>
    stores.db.pool.query(
      `UPDATE task_attempt SET log_lines = 2, finished_at = now() - $2::interval WHERE id = $1`,
      [attemptId, ago],
    );
  await endedAt("1 minute");
  expect(await readLog(ctx(), { attempt_id: attemptId })).toMatchObject({ total_lines: 1, complete: true });
  await endedAt("0 s");
  const reading = readLog(ctx(), { attempt_id: attemptId });
  const text = `${JSON.stringify({ n: 2, t: 0, s: "o", m: "last" })}\n`;
  const chunk = { runId, attemptId, seq: 1, firstLine: 2, lines: 1, sizeBytes: text.length, text };
  const { storage, redis } = stores;
  await storeChunk({ storage, redis, sql: poolSql(stores.db.pool) }, chunk);
  expect((await reading).lines.map((line) => line.m)).toEqual(["first", "last"]);
});

test("a line without an end is read as far as it has come, and again until it has one", async () => {
  const { runId, attemptId } = await runningTask(stores);
  const { store } = createPacker({ ...stores, sql: poolSql(stores.db.pool) });
  const writer = createLogWriter({ store, onError: expect.unreachable }, { runId, attemptId });
  const page = (from_line: number) => readLog(ctx(), { attempt_id: attemptId, from_line });
  const shown = async (from_line: number, m: string) =>
    waitFor(m, async () => {
      const found = await page(from_line);
      return found.lines.at(-1)?.m === m && found;
    });
  await writer.write("o", Buffer.from("first\n 5%"));
  expect(await shown(1, " 5%")).toMatchObject({ next_line: 2, total_lines: 2, complete: false });
  await writer.write("o", Buffer.from("\r50%"));
  expect(await shown(2, " 5%\r50%")).toMatchObject({ lines: [{ n: 2, open: true }], next_line: 2 });
  await writer.write("o", Buffer.from("\rdone\nlast"));
  await writer.close().stored;
  const whole = await page(1);
  expect(whole.lines.map(({ n, m }) => [n, m])).toEqual([
    [1, "first"],
    [2, " 5%\r50%\rdone"],
    [3, "last"],
  ]);
  expect(whole.next_line).toBe(4);
  expect((await searchLog(ctx(), { attempt_id: attemptId, q: "done" })).lines).toEqual([2]);
  const parts: string[] = [];
  for await (const part of (await openLogText(ctx(), { attempt_id: attemptId })).text) parts.push(part);
  expect(parts.join("")).toBe("first\n 5%\r50%\rdone\nlast\n");
});

test("long lines make a shorter page, and the next one goes on after it", async () => {
  const { attemptId } = await logged(
    Array.from({ length: 60 }, (_, at) => `${at}`.padEnd(60_000, "x").concat("\n")),
  );
  const page = await readLog(ctx(), { attempt_id: attemptId, limit: 60 });
  expect(page.lines.length).toBeLessThan(60);
  const rest = await readLog(ctx(), { attempt_id: attemptId, from_line: page.next_line, limit: 60 });
  expect([...page.lines, ...rest.lines].map((line) => line.n)).toEqual(
    Array.from({ length: 60 }, (_, at) => at + 1),
  );
});

test("a search sees through colours and case, goes on where it ended, and stops at its limit", async () => {
  const { attemptId } = await logged([
    `a\n${ESC}[31mERR${ESC}[0mor\nb\n10%\rerror again\nerased error\rfine\n`,
  ]);
  const wish = { attempt_id: attemptId, q: "Error" };
  expect(await searchLog(ctx(), wish)).toEqual({ lines: [2, 4], searched_to: 5, more: false });
  expect(await searchLog(ctx(), { ...wish, limit: 1 })).toEqual({ lines: [2], searched_to: 2, more: true });
  expect((await searchLog(ctx(), { ...wish, from_line: 3 })).lines).toEqual([4]);
});

test("one answer of a search reads a part of a long log, and the next goes on", async () => {
  const { attemptId, runId } = await logged(["begin\n"]);
  const line = "y".repeat(60_000);
  const end = 400;
  const sql = poolSql(stores.db.pool);
  const row = (n: number, m: string) => `${JSON.stringify({ n, t: 0, s: "o", m })}\n`;
  for (let seq = 2; seq <= end / 4; seq++) {
    const rows = [0, 1, 2, 3].map((at) => row(seq * 4 + at, seq * 4 + at === end ? "needle" : line)).join("");
    const chunk = { runId, attemptId, seq, firstLine: seq * 4, lines: 4, sizeBytes: rows.length, text: rows };
    await storeChunk({ ...stores, sql }, chunk);
  }
  const hits: number[] = [];
  const answers: number[] = [];
  for (let from_line = 1; ; ) {
    const answer = await searchLog(ctx(), { attempt_id: attemptId, q: "needle", from_line });
    hits.push(...answer.lines);
    answers.push(answer.searched_to);
    if (!answer.more) break;
    from_line = answer.searched_to + 1;
  }
  expect(hits).toEqual([end]);
  expect(answers.length).toBe(2);
});

test("the download is the whole log, chunk by chunk", async () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at} ${"z".repeat(40)}`);
  const { attemptId } = await logged([`${lines.join("\n")}\n`]);
  const { text, taskId, number } = await openLogText(ctx(), { attempt_id: attemptId });
  const parts: string[] = [];
  for await (const part of text) parts.push(part);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.join("")).toBe(`${lines.join("\n")}\n`);
  expect([taskId, number]).toEqual(["say", 2]);
});

test("each stored chunk is an event with the attempt's and the run's id", async () => {
  const { attemptId, runId } = await logged(["x\n"]);
  const told = (await eventsOf(stores)).filter(({ id }) => id === attemptId);
  expect(told).toEqual([{ topic: "log", id: attemptId, run_id: runId, attempt_id: attemptId }]);
});

test("needs logs:read, and an attempt that exists", async () => {
  const { attemptId } = await logged(["x\n"]);
  const other = testCtx(stores, ["runs:read"]);
  for (const call of [readLog, openLogText]) {
    await expect(call(other, { attempt_id: attemptId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(call(ctx(), { attempt_id: uuidV7() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  await expect(searchLog(other, { attempt_id: attemptId, q: "x" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});
