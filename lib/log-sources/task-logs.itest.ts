import { beforeAll, describe, expect, test } from "vitest";
import { searchLogRecords } from "@/lib/log-records";
import { createLogWriter, createPacker, type KeptChunk, storeChunk } from "@/lib/logs";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { createStorage } from "@/lib/platform/storage";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { runningTask } from "@/workers/serving/data/testing";
import { createTaskIndexer } from "./index";
import { indexLeft } from "./jobs";

const stores = testStores();
beforeAll(() => {
  stubEnv(stores.env);
  // The writer's times are those of this machine.
  stores.clock.set(new Date());
});

type Task = { runId: string; attemptId: string };

/** What the search finds of a task, in the order in which it was printed. */
async function found({ runId }: Task, q = "") {
  stores.clock.set(new Date());
  const { data } = await searchLogRecords(testCtx(stores), { q: `run:${runId} ${q}`, limit: 500 });
  const line = ({ attributes }: (typeof data)[number]) => Number(attributes.line);
  return data.toSorted((one, other) => line(one) - line(other));
}
const texts = async (task: Task, q = "") => (await found(task, q)).map(({ message }) => message);

/** Chunks as a worker stores them; `print` is one flush of the task's output. */
function chunksOf(task: Task, prints: readonly { n: number; m: string; open?: true }[][]): KeptChunk[] {
  return prints.map((lines, seq) => {
    const text = lines.map((line) => `${JSON.stringify({ ...line, t: Date.now(), s: "o" })}\n`).join("");
    const firstLine = lines[0]?.n ?? 1;
    const last = lines.at(-1)?.n ?? 1;
    return { ...task, seq, firstLine, lines: last - firstLine + 1, sizeBytes: Buffer.byteLength(text), text };
  });
}
const store = (chunk: KeptChunk) => storeChunk({ ...stores, sql: poolSql(stores.db.pool) }, chunk);
const waiting = async ({ attemptId }: Task) => {
  const rows = await poolSql(stores.db.pool).rows<{ left: number }>(
    "SELECT to_index AS left FROM task_log WHERE attempt_id = $1::uuid ORDER BY seq",
    [attemptId],
  );
  return rows.map(({ left }) => left);
};

/** What the task's process writes, through the worker's own parts. */
async function print(task: Task, output: string, storage = stores.storage) {
  const indexer = createTaskIndexer(stores);
  const packer = createPacker({ ...stores, storage, sql: poolSql(stores.db.pool) });
  const writer = createLogWriter(
    {
      async store(chunk, isLast) {
        await packer.store(chunk, isLast);
        indexer.add(chunk);
      },
      onError: expect.unreachable,
    },
    task,
  );
  await writer.write("o", Buffer.from(output));
  writer.say("The command ended with exit code 1.");
  await writer.close().stored;
  await indexer.settled();
}

describe("what a task prints", () => {
  test("is found with the ids of what it is of, its level, and the place in its log", async () => {
    const task = await runningTask(stores);
    await print(
      task,
      'WARNING:root:slow\n\n{"level":"error","msg":"no room","trace_id":"abc","run":"mine","disk":{"free":0}}\nplain\n',
    );
    const records = await found(task);
    const ids = {
      pipeline: task.dagId,
      version: 1,
      run: task.runId,
      task: "a",
      attempt: 1,
      attempt_id: task.attemptId,
      worker: expect.stringMatching(/^wrk_/),
    };
    expect(records.map(({ level, message, service, host }) => [level, message, service, host])).toEqual([
      ["warn", "WARNING:root:slow", task.dagId, "test"],
      ["error", "no room", task.dagId, "test"],
      ["none", "plain", task.dagId, "test"],
      ["none", "The command ended with exit code 1.", task.dagId, "test"],
    ]);
    expect(records.map(({ attributes }) => attributes)).toEqual([
      { ...ids, stream: "output", line: 1 },
      { ...ids, stream: "output", line: 3, "disk.free": 0 },
      { ...ids, stream: "output", line: 4 },
      { ...ids, stream: "gwanje", line: 5 },
    ]);
    expect(records[1]?.trace_id).toBe("abc");
    expect(await waiting(task)).toEqual([0]);
  });

  test("keeps a traceback in one record, as an error", async () => {
    const task = await runningTask(stores);
    const traceback = 'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: 나쁜 값';
    await print(task, `before\n${traceback}\nafter\n`);
    const [record] = await found(task, '"나쁜 값"');
    expect(record).toMatchObject({
      level: "error",
      message: traceback,
      attributes: { line: 2, lines: 3 },
    });
  });

  test("shows no secret", async () => {
    const task = await runningTask(stores);
    await print(task, 'Authorization: Bearer abcdef123456\n{"msg":"x","password":"hunter2"}\n');
    expect(JSON.stringify(await found(task))).not.toMatch(/abcdef123456|hunter2/);
  });

  test("of a pipeline that does not want it is in its log alone", async () => {
    const task = await runningTask(stores, undefined, { log_search: false });
    await print(task, "private\n");
    expect(await found(task)).toEqual([]);
    expect(await waiting(task)).toEqual([0]);
  });
});

describe("each line is found once", () => {
  const three = [[{ n: 1, m: "one" }], [{ n: 2, m: "two" }], [{ n: 3, m: "three" }]];

  test("when a chunk is stored and offered again", async () => {
    const task = await runningTask(stores);
    const indexer = createTaskIndexer(stores);
    for (const chunk of chunksOf(task, three)) {
      await store(chunk);
      indexer.add(chunk);
      await store(chunk);
      indexer.add(chunk);
    }
    await indexer.settled();
    for (const chunk of chunksOf(task, three)) indexer.add(chunk);
    await indexer.settled();
    expect(await texts(task)).toEqual(["one", "two", "three"]);
  });

  test("when the worker was killed before it had said that the records are written", async () => {
    const task = await runningTask(stores);
    const indexer = createTaskIndexer(stores);
    const chunks = chunksOf(task, three);
    for (const chunk of chunks) await store(chunk);
    await whileHeld(
      stores.db.pool,
      (sql) => sql.rows("SELECT 1 FROM task_log WHERE attempt_id = $1::uuid FOR UPDATE", [task.attemptId]),
      async () => {
        for (const chunk of chunks) indexer.add(chunk);
        const settled = indexer.settled();
        // The records are committed, and the mark waits for us.
        await waitForLocked(stores.db.pool);
        expect(await texts(task)).toEqual(["one", "two", "three"]);
        // What a kill does to a statement that has not come through.
        await poolSql(stores.db.pool).rows(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        await settled;
      },
    );
    expect(await waiting(task)).toEqual([1, 1, 1]);
    // Another process, long after: the store still knows what it has.
    await poolSql(stores.db.pool).rows("UPDATE log_batch SET at = at - interval '3 hours'");
    expect(await indexLeft(stores, 0)).toBe(3);
    expect(await waiting(task)).toEqual([0, 0, 0]);
    expect(await texts(task)).toEqual(["one", "two", "three"]);
  });

  test("when two processes take the same chunk at once", async () => {
    const task = await runningTask(stores);
    for (const chunk of chunksOf(task, three)) await store(chunk);
    const both = await whileHeld(
      stores.db.pool,
      (sql) => sql.rows("LOCK TABLE log_batch IN SHARE MODE"),
      async () => {
        const indexer = createTaskIndexer(stores);
        for (const chunk of chunksOf(task, three)) indexer.add(chunk);
        const all = [indexLeft(stores, 0), indexer.settled()];
        await waitForLocked(stores.db.pool);
        return { all };
      },
    );
    await Promise.all(both.all);
    expect(await texts(task)).toEqual(["one", "two", "three"]);
  });

  test("when it comes in pieces, as a whole once it has an end", async () => {
    const task = await runningTask(stores);
    const pieces = chunksOf(task, [
      [
        { n: 1, m: "first" },
        { n: 2, m: "load", open: true },
      ],
      [{ n: 2, m: "ing ", open: true }],
      [
        { n: 2, m: "done" },
        { n: 3, m: "last, with", open: true },
      ],
    ]);
    for (const [at, chunk] of pieces.entries()) {
      await store(chunk);
      await indexLeft(stores, 0);
      if (at === 0) expect(await texts(task)).toEqual(["first"]);
    }
    expect(await texts(task)).toEqual(["first", "loading done"]);
    // An end that never comes is one, a while after the task has ended.
    await poolTransaction(stores.db.pool, (sql) =>
      sql.rows(
        "UPDATE task_attempt SET state = 'failed', finished_at = now() - interval '1 minute' WHERE id = $1::uuid",
        [task.attemptId],
      ),
    );
    await indexLeft(stores, 0);
    await indexLeft(stores, 0);
    expect(await texts(task)).toEqual(["first", "loading done", "last, with"]);
    expect(await waiting(task)).toEqual([0, 0, 0]);
  });
});

describe("a worker", () => {
  test("that cannot reach the store of records leaves it to the scheduler, and its tasks do not see it", async () => {
    const task = await runningTask(stores);
    const all = chunksOf(task, [[{ n: 1, m: "one" }], [{ n: 2, m: "two" }]]);
    const [chunks, later] = [all.slice(0, 1), all.slice(1)];
    for (const chunk of chunks) await store(chunk);
    await whileHeld(
      stores.db.pool,
      (sql) => sql.rows("LOCK TABLE log_record IN ACCESS EXCLUSIVE MODE"),
      async () => {
        const indexer = createTaskIndexer(stores);
        for (const chunk of chunks) indexer.add(chunk);
        const settled = indexer.settled();
        await waitForLocked(stores.db.pool);
        // What is printed meanwhile is stored as ever.
        for (const chunk of later) await store(chunk);
        await poolSql(stores.db.pool).rows(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        await settled;
      },
    );
    expect(await waiting(task)).toEqual([1, 1]);
    expect(await indexLeft(stores, 0)).toBe(2);
    expect(await texts(task)).toEqual(["one", "two"]);
  });

  test("that prints faster than records are written holds no more than its limit", async () => {
    const task = await runningTask(stores);
    const line = { n: 1, m: "x".repeat(64 * 1024 - 100) };
    const indexer = createTaskIndexer(stores);
    const chunks = chunksOf(
      task,
      Array.from({ length: 150 }, (_, at) => [{ ...line, n: at + 1 }]),
    );
    for (const chunk of chunks) await store(chunk);
    for (const chunk of chunks) indexer.add(chunk);
    await indexer.settled();
    const left = (await waiting(task)).filter((one) => one === 1).length;
    expect(left).toBeGreaterThan(0);
    while ((await indexLeft(stores, 0)) > 0);
    expect(await found(task)).toHaveLength(150);
  });

  test("whose object store is away indexes nothing, and the scheduler waits for it", async () => {
    const task = await runningTask(stores);
    for (const chunk of chunksOf(task, [[{ n: 1, m: "one" }]])) await store(chunk);
    const away = createStorage({ ...stores.env, S3_ENDPOINT: "http://127.0.0.1:9" });
    await expect(indexLeft({ ...stores, storage: away }, 0)).rejects.toThrow();
    away.close();
    expect(await waiting(task)).toEqual([1]);
    expect(await indexLeft(stores, 0)).toBe(1);
    expect(await texts(task)).toEqual(["one"]);
  });
});
