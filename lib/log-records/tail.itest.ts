import { createHash } from "node:crypto";
import { expect, it, test } from "vitest";
import { poolSql, type Sql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { whileHeld } from "@/lib/testing/held";
import { type LogTail, openLogTail, recordOfDocument, writeLogRecords } from "./index";

const stores = testStores();
const sender = { id: newId("usr") };
const ctx = () => testCtx(stores, "everything", sender);
const DAY_MS = 86_400_000;
const received = () => ({ nowUs: Date.now() * 1_000, keptUs: 14 * DAY_MS * 1_000 });
const insert = (sql: Sql, message: string) =>
  sql.rows(
    `INSERT INTO log_record (ts, level, service, host, message, attrs) VALUES (now(), 30, 'tail', '', $1, '{}')`,
    [message],
  );
const write = (documents: readonly Record<string, unknown>[]) =>
  writeLogRecords(ctx(), {
    records: documents.map((one) => recordOfDocument(one, received())),
    digest: createHash("sha256").update(newId("req")).digest(),
  });
const open = (q: string, position?: string) =>
  openLogTail(ctx(), position === undefined ? { q } : { q, position });

async function seen(tail: LogTail) {
  const one = await tail.look();
  return one && { ...one, data: one.data.map(({ message }) => message) };
}

it("brings what arrives after it was opened and matches, in the order of arrival whatever the times say", async () => {
  await write([{ msg: "before", service: "a" }]);
  const tail = await open("service:a -noise");
  expect(await tail.look()).toBeNull();
  const old = new Date(Date.now() - 3 * DAY_MS).toISOString();
  await write([
    { msg: "first", service: "a" },
    { msg: "noise", service: "a" },
    { msg: "other", service: "b" },
  ]);
  await write([{ msg: "second, of another day", service: "a", time: old }]);
  expect(await seen(tail)).toEqual({ data: ["first", "second, of another day"], skipped: 0, passed: 0 });
  expect(await tail.look()).toBeNull();
  await write([{ msg: "third", service: "a" }]);
  expect(await seen(tail)).toMatchObject({ data: ["third"] });
});

it("brings a record that is committed late, after records with higher numbers were read, and nothing twice", async () => {
  await write([{ msg: "the day is there", service: "else" }]);
  const tail = await open("service:tail");
  const early = await whileHeld(
    stores.db.pool,
    (slow) => insert(slow, "slow"),
    async () => {
      await insert(poolSql(stores.db.pool), "fast");
      return [await seen(tail), await seen(tail)];
    },
  );
  expect(early).toMatchObject([{ data: ["fast"] }, null]);
  expect(await seen(tail)).toMatchObject({ data: ["slow"] });
  expect(await tail.look()).toBeNull();
});

it("goes on from a position, with what came meanwhile", async () => {
  const tail = await open("service:resumed");
  await write([{ msg: "one", service: "resumed" }]);
  expect(await seen(tail)).toMatchObject({ data: ["one"] });
  const position = tail.position() ?? "";
  await write([{ msg: "two", service: "resumed" }]);
  expect(await seen(await open("service:resumed", position))).toMatchObject({ data: ["two"] });
});

test.each(["", "nonsense", "1..99999999:99999999:", "99999999999..1:1:"])(
  "a position that is none of this database (%j) begins anew",
  async (position) => {
    const tail = await open("service:anew", position);
    await tail.look();
    await write([{ msg: "news", service: "anew" }]);
    expect(await seen(tail)).toMatchObject({ data: ["news"] });
  },
);

it("brings the newest of many and says how many it left out", async () => {
  const tail = await open("service:many");
  await write(Array.from({ length: 1_000 }, (_, at) => ({ msg: `m${at}`, service: "many" })));
  const found = await seen(tail);
  expect(found).toMatchObject({ skipped: 800, passed: 0 });
  expect(found?.data[0]).toBe("m800");
  expect(found?.data.at(-1)).toBe("m999");
  expect(await tail.look()).toBeNull();
});

it("comes to rest behind the last number, where a look asks for nothing else", async () => {
  const tail = await open("");
  const [{ top } = { top: "" }] = await poolSql(stores.db.pool).rows<{ top: string }>(
    "SELECT last_value::text AS top FROM log_record_id_seq",
  );
  // What other databases of the server write at the moment holds up the floor.
  await waitFor("rest", async () => {
    await tail.look();
    return tail.position()?.startsWith(`${top}..`);
  });
});

it("is refused to who may not read logs, and to a search that cannot be read", async () => {
  await expect(openLogTail(testCtx(stores, []), { q: "" })).rejects.toThrow("logs:read");
  await expect(open("(a")).rejects.toThrow("character 1");
});
