import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { readLogContext, recordOfDocument, searchLogRecords, writeLogRecords } from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);
const NOON = Date.parse("2026-01-05T12:00:00Z");
const received = { nowUs: NOON * 1_000, keptUs: 30 * 86_400_000 * 1_000 };
const at = (seconds: number) => new Date(NOON + seconds * 1_000).toISOString();
const range = { from: at(-3 * 86_400), to: at(3_600) };

beforeAll(async () => {
  const line = (n: number, more: object = {}) => ({ "@timestamp": at(n), msg: `n${n}`, ...more });
  const web = { service: "web", host: "h1" };
  const documents = [
    ...[-5, -4, -3, -2, -1, 0, 1, 2].map((n) => line(n, web)),
    line(-1, { service: "web", host: "h2" }),
    line(-86_400, web),
    // Three in one microsecond stand as they came.
    ...["same a", "same b", "same c"].map((msg) => ({ "@timestamp": at(10), msg, service: "same" })),
    ...[1, 2].map((n) => line(n, { service: "flights", host: "h1", attempt_id: "one" })),
    ...[1, 2].map((n) => line(n, { service: "flights", host: "h1", attempt_id: "two", msg: `two ${n}` })),
    // A try may go on with another worker's name.
    line(3, { service: "flights", host: "h9", attempt_id: "one" }),
    line(0, { msg: "alone" }),
  ];
  await writeLogRecords(ctx(), {
    records: documents.map((document) => recordOfDocument(document, received)),
    digest: createHash("sha256").update(newId("req")).digest(),
  });
});

async function contextOf(q: string, more: Record<string, unknown> = {}) {
  const { data } = await searchLogRecords(ctx(), { ...range, q, limit: 1 });
  const [{ time, id } = { time: "", id: "" }] = data;
  const { before, record, after, ...rest } = await readLogContext(ctx(), { time, id, ...more });
  const said = [...before, record, ...after].map(({ message }) => message);
  return { ...rest, said, before: before.length };
}

it("is what the same service said on the same host, before and after", async () => {
  expect(await contextOf("n0 service:web host:h1", { before: 2, after: 1 })).toEqual({
    source: { service: "web", host: "h1", attempt_id: null },
    said: ["n-2", "n-1", "n0", "n1"],
    before: 2,
    more_before: true,
    more_after: true,
    complete: true,
  });
});

it("goes over the end of a day, and ends where nothing is left", async () => {
  expect(await contextOf("n-5 service:web", { before: 10, after: 0 })).toMatchObject({
    said: ["n-86400", "n-5"],
    more_before: false,
    more_after: false,
  });
});

it("keeps the order of records of one microsecond", async () => {
  expect(await contextOf('"same b"')).toMatchObject({ said: ["same a", "same b", "same c"], before: 1 });
});

it("is of the same try for a task's output, whatever host it came from", async () => {
  expect(await contextOf("n2 attempt_id:one")).toMatchObject({
    source: { attempt_id: "one" },
    said: ["n1", "n2", "n3"],
  });
});

it("of a record without service and host is what has none either", async () => {
  expect(await contextOf("alone")).toMatchObject({ said: ["alone"] });
});

it("can be narrowed by a search", async () => {
  expect(await contextOf("n0 service:web", { q: "-n-1" })).toMatchObject({
    said: expect.not.arrayContaining(["n-1"]),
  });
});

it("needs the permission and the record", async () => {
  const ref = { time: at(0), id: "99999999" };
  await expect(readLogContext(testCtx(stores, []), ref)).rejects.toThrow("logs:read");
  await expect(readLogContext(ctx(), ref)).rejects.toThrow("log record");
});
