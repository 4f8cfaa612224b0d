import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { InvalidError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import { exportLogRecords, recordOfDocument, writeLogRecords } from "./index";

const stores = testStores();
const NOON = Date.parse("2026-01-05T12:00:00Z");
const DAY_MS = 86_400_000;
const RANGE = { from: new Date(NOON - DAY_MS).toISOString(), to: new Date(NOON).toISOString() };
const LONG = `long ${"x".repeat(10_000)}`;

beforeAll(async () => {
  const of = (n: number, more: object) => ({ time: new Date(NOON - 1_000 * n).toISOString(), ...more });
  const documents = [
    of(1, { service: "web", level: "error", msg: 'said "no", twice', user: "=1+1", n: 1.5, tags: ["a"] }),
    of(2, { service: "long", msg: LONG }),
    ...Array.from({ length: 2_500 }, (_, n) => of(10 + n, { service: "many", msg: `m${n}` })),
  ];
  const received = { nowUs: NOON * 1_000, keptUs: 14 * DAY_MS * 1_000 };
  await writeLogRecords(testCtx(stores, "everything"), {
    records: documents.map((document) => recordOfDocument(document, received)),
    digest: createHash("sha256").update("export").digest(),
  });
});

const exported = async (wish: Parameters<typeof exportLogRecords>[1]) => {
  const { body } = await exportLogRecords(testCtx(stores, ["logs:read"]), { ...RANGE, ...wish });
  return new Response(body).text();
};

describe("an export", () => {
  it("has the columns that are asked for, and no text that a spreadsheet runs", async () => {
    const columns = "level,user,n,tags,none,message";
    expect(await exported({ q: "service:web", columns })).toBe(
      `time,${columns}\r\n2026-01-05T11:59:59.000000Z,error,'=1+1,1.5,"[""a""]",,"said ""no"", twice"\r\n`,
    );
    expect(await exported({ q: "service:web" })).toContain('{""n"":1.5,""tags"":[""a""],""user"":""=1+1""}');
  });

  it("has whole messages", async () => {
    const [line = ""] = (await exported({ q: "service:long", format: "ndjson" })).split("\n");
    expect(JSON.parse(line)).toMatchObject({ service: "long", message: LONG });
  });

  it("goes through all pages, once and in order, up to a limit", async () => {
    const messagesOf = (text: string) =>
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).message);
    const all = Array.from({ length: 2_500 }, (_, n) => `m${n}`);
    expect(messagesOf(await exported({ q: "service:many", format: "ndjson" }))).toEqual(all);
    const some = await exported({ q: "service:many", format: "ndjson", limit: 1_500 });
    expect(messagesOf(some)).toEqual(all.slice(0, 1_500));
  });

  it("of nothing has the head alone, and what cannot be read is refused before anything is sent", async () => {
    expect(await exported({ q: "service:none", columns: "level" })).toBe("time,level\r\n");
    expect(await exported({ q: "service:none", format: "ndjson" })).toBe("");
    await expect(exported({ q: "(" })).rejects.toThrow(InvalidError);
  });

  it("reads no page that nobody takes", async () => {
    const { body } = await exportLogRecords(testCtx(stores, ["logs:read"]), { ...RANGE, q: "service:many" });
    const reader = body.getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value).split("\r\n")).toHaveLength(1_002);
    await reader.cancel();
  });
});
