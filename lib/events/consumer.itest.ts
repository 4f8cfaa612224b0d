import { expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { testStores, waitFor } from "@/lib/testing";
import { type Consumer, consumeNext, defineConsumer } from "./consumer";
import { recordEvents } from "./repository/record";
import { here, quiet, restoreFromElsewhere } from "./testing";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
const record = (...ids: string[]) =>
  recordEvents(
    sql(),
    ids.map((id) => ({ topic: "run", id })),
  );
const next = (consumer: Consumer) => consumeNext(stores.db.pool, consumer, new AbortController().signal);
const cursorOf = (name: string) =>
  stores.db.prisma.eventCursor.findUniqueOrThrow({ where: { consumer: name } });

/** Remembers what it was given; begins here. */
async function remembering(name: string, handle: Consumer["handle"] = async () => {}) {
  const given: string[] = [];
  const consumer = defineConsumer({
    ...{ name, topics: ["run"], from: "now" },
    async handle(events, about) {
      given.push(...(about.missed ? ["missed"] : []), ...events.map(({ id }) => id));
      await handle(events, about);
    },
  });
  expect(await next(consumer)).toBe(true);
  return { consumer, given };
}

test("events come in order, once, a page at a time", async () => {
  const { consumer, given } = await remembering("pages");
  const ids = Array.from({ length: 1_203 }, (_, at) => `run ${at}`);
  await record(...ids);
  const rounds: number[] = [];
  while (await next(consumer)) rounds.push(given.length);
  expect(rounds).toEqual([500, 1_000, 1_203]);
  expect(given).toEqual(ids);
});

test("what was handled when a process died, or failed, before its cursor moved is given again", async () => {
  let failures = 1;
  const { consumer, given } = await remembering("failing", async () => {
    if (failures-- > 0) throw new Error("no");
  });
  await record("a", "b");
  await expect(next(consumer)).rejects.toThrow("no");
  await record("c");
  expect(await next(consumer)).toBe(true);
  expect(given).toEqual(["a", "b", "a", "b", "c"]);
  expect(await next(consumer)).toBe(false);
});

test("a process that was too slow does not move the cursor when another one has", async () => {
  let letGo = () => {};
  const stuck = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let isFirst = true;
  const { consumer, given } = await remembering("two", async () => {
    if (!isFirst) return;
    isFirst = false;
    await stuck;
  });
  await record("a");
  const slow = next(consumer);
  await waitFor("the slow one", () => given.length === 1);
  await next(consumer);
  await record("b");
  await next(consumer);
  const reached = await cursorOf("two");
  letGo();
  await slow;
  expect(await cursorOf("two")).toEqual(reached);
  expect(given).toEqual(["a", "a", "b"]);
  expect(await next(consumer)).toBe(false);
});

test("many processes at once give every event and move the cursor to the end", async () => {
  const { consumer, given } = await remembering("many");
  const ids = Array.from({ length: 1_100 }, (_, at) => `run ${at}`);
  await record(...ids);
  const work = async () => {
    while (await next(consumer));
  };
  await Promise.all([work(), work(), work(), work()]);
  expect(new Set(given)).toEqual(new Set(ids));
});

test("a consumer whose events were dropped is told so, and goes on with what is left", async () => {
  const { consumer, given } = await remembering("late");
  await record("dropped");
  await quiet(stores);
  await sql().rows("UPDATE event_swept SET xid = (SELECT max(xid) FROM event_outbox)");
  await sql().rows("DELETE FROM event_outbox");
  await record("left");
  expect(await next(consumer)).toBe(false);
  expect(await next(consumer)).toBe(true);
  expect(given).toEqual(["missed", "left"]);
  expect(await next(consumer)).toBe(false);
});

test.each([
  { row: true, swept: true },
  { row: true, swept: false },
  { row: false, swept: true },
])(
  "after a restore into a server whose numbers are lower ($row, $swept) a consumer misses once, and goes on",
  async (of) => {
    const name = `restored-${of.row}-${of.swept}`;
    const { consumer, given } = await remembering(name);
    await restoreFromElsewhere(stores, of);
    // One turn finds the numbers of the other server, one has the gap, and nothing is left to do at once.
    expect(await next(consumer)).toBe(true);
    expect(await next(consumer)).toBe(false);
    expect(given).toEqual(["missed"]);
    await record(name);
    while (await next(consumer));
    // After the gap come the rows that were kept too, and none of the other server's.
    expect(given.filter((one) => ["missed", "elsewhere", name].includes(one))).toEqual(["missed", name]);
  },
);

test("a new consumer that asks for all begins with the oldest event that is kept", async () => {
  await record("kept");
  const given: string[] = [];
  const consumer = defineConsumer({
    ...{ name: "all", topics: ["run"], from: "start" },
    handle: async (events, { missed }) => void given.push(...events.map(({ id }) => id), String(missed)),
  });
  while (await next(consumer));
  expect(given).toContain("kept");
  expect(given).not.toContain("true");
});

test("a consumer that nothing concerns moves on once a minute, so that it holds up no sweep", async () => {
  const { consumer } = await remembering("quiet");
  await recordEvents(sql(), [{ topic: "setting", id: "x" }]);
  const before = await cursorOf("quiet");
  expect(await next(consumer)).toBe(false);
  expect(await cursorOf("quiet")).toEqual(before);
  await sql().rows(
    "UPDATE event_cursor SET updated_at = now() - interval '2 minutes' WHERE consumer = 'quiet'",
  );
  const reached = await here(stores);
  expect(await next(consumer)).toBe(false);
  const { seen } = await cursorOf("quiet");
  expect(Number(seen.split(":")[1])).toBeGreaterThanOrEqual(Number(reached.split(":")[1]));
});

test.each(["", "Upper", "a b", "a;--", "a--b", "x".repeat(61)])("a consumer is not named %j", (name) => {
  const handle = async () => {};
  expect(() => defineConsumer({ name, topics: ["run"], from: "now", handle })).toThrow("name");
});
