import { createHash } from "node:crypto";
import { beforeAll, expect, it, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { findLogPatterns, recordOfDocument, searchLogRecords, writeLogRecords } from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);
const NOON = Date.parse("2026-01-05T12:00:00Z");
const MINUTE_MS = 60_000;
const received = { nowUs: NOON * 1_000, keptUs: 30 * 86_400_000 * 1_000 };
const ago = (minutes: number) => new Date(NOON - minutes * MINUTE_MS).toISOString();
const range = { from: ago(120), to: new Date(NOON).toISOString() };

beforeAll(async () => {
  const lines = (count: number, from: number, one: (n: number) => Record<string, unknown>) =>
    Array.from({ length: count }, (_, n) => ({ "@timestamp": ago(from - n / count), ...one(n) }));
  const documents = [
    ...lines(60, 90, (n) => ({ msg: `loaded ${n} rows`, service: "etl", version: 1 })),
    ...lines(30, 30, (n) => ({ msg: `loaded ${n} rows`, service: "etl", version: 2 })),
    ...lines(9, 20, (n) => ({ msg: `column c${n} is missing`, service: "etl", version: 2, level: "error" })),
    ...lines(1, 100, () => ({ msg: "old news", service: "web", version: 1 })),
  ];
  await writeLogRecords(ctx(), {
    records: documents.map((document) => recordOfDocument(document, received)),
    digest: createHash("sha256").update(newId("req")).digest(),
  });
});

const find = async (input: Record<string, unknown>) => {
  const { data, ...rest } = await findLogPatterns(ctx(), { ...range, ...input });
  return { ...rest, data: data.map(({ template, count, newness }) => [count, template, newness]) };
};

it("counts templates with their share, level, services, times, an example and a search", async () => {
  const { data, sampled, patterns, complete } = await findLogPatterns(ctx(), range);
  expect({ sampled, patterns, complete }).toEqual({ sampled: 100, patterns: 3, complete: true });
  expect(data.map(({ template, count, share }) => [template, count, share])).toEqual([
    ["loaded <*> rows", 90, 0.9],
    ["column <*> is missing", 9, 0.09],
    ["old news", 1, 0.01],
  ]);
  expect(data[1]).toMatchObject({ level: "error", services: ["etl"], newness: null });
  expect(data[1]?.example.message).toMatch(/^column c\d is missing$/);
  expect(Date.parse(data[0]?.first_at ?? "")).toBeLessThan(Date.parse(data[0]?.last_at ?? ""));
});

it("has a search for each template that finds just its records, and one that leaves them out", async () => {
  const { data } = await findLogPatterns(ctx(), range);
  for (const { filter, count } of data) {
    const found = await searchLogRecords(ctx(), { ...range, q: filter, limit: 500 });
    expect(found.data).toHaveLength(count);
    const others = await searchLogRecords(ctx(), { ...range, q: `-(${filter})`, limit: 500 });
    expect(others.data).toHaveLength(100 - count);
  }
});

test.each([
  ["a time", { new_since: ago(45) }],
  ["a version", { new_in: "version:2" }],
])("says what is new since %s", async (_name, asked) => {
  expect(await find(asked)).toMatchObject({
    sampled: 39,
    compared: { sampled: 61, complete: true },
    data: [
      [30, "loaded <*> rows", "known"],
      [9, "column <*> is missing", "new"],
    ],
  });
  expect(await find({ ...asked, only_new: "true" })).toMatchObject({
    patterns: 1,
    data: [[9, "column <*> is missing", "new"]],
  });
});

it("searches for what its sample of the others lacks: rare is not new", async () => {
  const many = Array.from({ length: 10_500 }, (_, n) => ({
    "@timestamp": ago(50 - n / 10_500),
    msg: `tick ${n}`,
    service: "noise",
  }));
  const rare = { "@timestamp": ago(80), msg: "disk is full", service: "noise" };
  const now = [rare, { ...rare, msg: "fan is broken" }].map((one) => ({ ...one, "@timestamp": ago(1) }));
  await writeLogRecords(ctx(), {
    records: [...many, rare, ...now].map((document) => recordOfDocument(document, received)),
    digest: createHash("sha256").update("many").digest(),
  });
  const found = await find({ q: "service:noise", new_since: ago(40) });
  expect(found.compared).toEqual({ sampled: 10_000, complete: false });
  expect(found.data).toEqual(
    expect.arrayContaining([
      [1, "disk is full", "known"],
      [1, "fan is broken", "new"],
    ]),
  );
  expect(await find({ q: "service:noise" })).toMatchObject({ sampled: 10_000, complete: false });
});

test.each([
  [{ new_since: ago(121) }, "new_since"],
  [{ new_in: "  " }, "new_in"],
  [{ new_in: "(a" }, "character 1"],
])("%j is refused", async (asked, said) => {
  await expect(find(asked)).rejects.toThrow(said);
});

it("needs the permission", async () => {
  await expect(findLogPatterns(testCtx(stores, []), range)).rejects.toThrow("logs:read");
});
