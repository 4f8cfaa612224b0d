import { createHash, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it, test } from "vitest";
import { InvalidError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { type FileStores, testCtx, waitFor } from "@/lib/testing";
import {
  countLogRecords,
  type LogTail,
  logDaysJob,
  openLogTail,
  readLogContext,
  readLogRecord,
  readLogStore,
  recordOfDocument,
  sampleLogFields,
  searchLogRecords,
  writeLogRecords,
} from "../index";
import { ago, DAY_MS, documents, NAMES, NOON, SEARCHES } from "./contract-records";

type Document = Record<string, unknown>;
/** `settle`: what was written is found by now. `stores` say by logStoreUrl which log store it is. */
type Subject = { stores: FileStores; settle: () => Promise<void>; expires: boolean };

const received = { nowUs: NOON * 1_000, keptUs: 30 * DAY_MS * 1_000 };

/** What every log store does, and all of them alike. The store is a new one. */
export function logStoreContract({ stores, settle, expires }: Subject): void {
  const sender = { id: newId("usr") };
  const ctx = () => testCtx(stores, "everything", sender);
  const send = (sent: readonly Document[], name: string = randomUUID(), by = ctx()) =>
    writeLogRecords(by, {
      records: sent.map((document) => recordOfDocument(document, received)),
      digest: createHash("sha256").update(name).digest(),
    });
  const write = async (sent: readonly Document[]) => {
    await send(sent);
    await settle();
  };
  const search = async (q: string, more: Document = {}) => {
    stores.clock.set(new Date(NOON));
    return searchLogRecords(ctx(), { q, from: ago(3 * DAY_MS), ...more });
  };
  const found = async (q: string, more: Document = {}) =>
    (await search(q, more)).data.map(({ attributes, message }) => attributes.contract ?? message);

  beforeAll(() => write(documents()));

  describe("a search finds", () => {
    test.each(SEARCHES)("%s", async (q, expected) => {
      expect(await found(q)).toEqual(expected);
    });

    it("nothing outside of its range, whose end is excluded", async () => {
      expect(await found("", { from: ago(2 * DAY_MS), to: ago(2_000) })).toEqual(["get", "korean"]);
      expect(await found("", { from: ago(100 * DAY_MS), to: ago(90 * DAY_MS) })).toEqual([]);
      const second = { from: "2026-01-05T11:59:59.123456Z", to: "2026-01-05T11:59:59.124Z" };
      expect(await found("", second)).toEqual(["timeout"]);
      expect(await found("", { ...second, from: "2026-01-05T11:59:59Z", to: second.from })).toEqual([]);
    });

    test.each([["/(/"], ["message:/a{2,1}/"], ["/((((a{1,100}){1,100}){1,100}){1,100})/"], ["("]])(
      "%s is refused",
      async (q) => {
        const refusal = await found(q).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(InvalidError);
        expect(refusal).toMatchObject({ extra: { errors: [{ pointer: "/q" }] } });
      },
    );
  });

  it("records come back as they were sent, in a list and one by one", async () => {
    const sent = documents();
    const { data, complete } = await search("", { limit: 100 });
    expect(complete).toBe(true);
    for (const [at, record] of data.entries()) {
      const { us, level, message, attrs, ...expected } = recordOfDocument(sent[at] ?? {}, received);
      expect(record.attributes).toEqual(attrs);
      expect(record).toMatchObject({ message, service: expected.service, host: expected.host });
      expect(record.trace_id).toBe(expected.traceId);
      expect(await readLogRecord(ctx(), { time: record.time, id: record.id })).toEqual(record);
    }
    expect(data.map(({ level }) => level)).toEqual([
      "error",
      "warn",
      "info",
      "error",
      "none",
      "debug",
      "fatal",
      "info",
    ]);
    expect(data[0]?.time).toBe("2026-01-05T11:59:59.123456Z");
    const missing = readLogRecord(ctx(), { time: ago(5), id: "12345" });
    await expect(missing).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("a record by itself has its whole message, and a list its beginning, which is not all that is searched", async () => {
    const long = `long ${"긴 글 ".repeat(5_000)}the end`;
    await write([{ time: ago(4 * DAY_MS), service: "long", msg: long }]);
    const range = { from: ago(5 * DAY_MS), to: ago(3 * DAY_MS) };
    const { data } = await search("service:long", range);
    expect(data[0]?.message).toBe(long.slice(0, 8_192));
    const [{ time = "", id = "" } = {}] = data;
    expect((await readLogRecord(ctx(), { time, id })).message).toBe(long);
    expect((await search('"THE END"', range)).data).toHaveLength(1);
    expect((await search("message:/the end$/", range)).data).toHaveLength(1);
    expect((await search("-message:*", range)).data).toHaveLength(0);
  });

  it("pages meet and never repeat, also where many have one time", async () => {
    const lines = Array.from({ length: 25 }, (_, n) => `m${n}`);
    await write(lines.map((msg) => ({ time: ago(6 * DAY_MS), service: "same", msg })));
    const range = { from: ago(7 * DAY_MS), to: ago(5 * DAY_MS), limit: 10 };
    const seen: unknown[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await search("service:same", { ...range, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ message }) => message));
      cursor = page.next_cursor;
    } while (cursor);
    // Of one request they keep their order.
    expect(seen).toEqual(lines.toReversed());
  });

  it("what a source said around a record is there, in its order also where times are the same", async () => {
    const lines = ["a", "b", "c", "d", "e"];
    const around = lines.map((msg) => ({ time: ago(12 * DAY_MS), service: "around", host: "h", msg }));
    await write([...around, { time: ago(12 * DAY_MS - 1_000), service: "around", host: "h", msg: "later" }]);
    const range = { from: ago(13 * DAY_MS), to: ago(11 * DAY_MS) };
    const [{ time, id } = { time: "", id: "" }] = (await search("service:around message:c", range)).data;
    const { before, after, ...more } = await readLogContext(ctx(), { time, id, before: 1, after: 5 });
    expect(before.map(({ message }) => message)).toEqual(["b"]);
    expect(after.map(({ message }) => message)).toEqual(["d", "e", "later"]);
    expect(more).toMatchObject({ more_before: true, more_after: false, complete: true });
  });

  describe("a tail", () => {
    const open = (q: string, position?: string) =>
      openLogTail(ctx(), position === undefined ? { q } : { q, position });
    /** The next that arrives; a store may show it a second later. */
    const next = async (tail: LogTail) => {
      const { data, ...more } = await waitFor("arrivals", () => tail.look());
      return { ...more, data: data.map(({ message }) => message) };
    };
    const say = async (service: string, ...said: string[]) => {
      stores.clock.advance(1_000);
      await write(said.map((msg) => ({ time: ago(-60_000), service, msg })));
    };

    it("brings what arrives after it was opened and matches, once", async () => {
      await say("t-one", "before");
      const tail = await open("service:t-one -noise");
      await say("t-one", "first", "noise", "second");
      expect(await next(tail)).toEqual({ data: ["first", "second"], skipped: 0, passed: 0 });
      await say("t-one", "third");
      expect(await next(tail)).toMatchObject({ data: ["third"] });
    });

    it("goes on from a position, with what came meanwhile", async () => {
      const tail = await open("service:t-two");
      await say("t-two", "one");
      await next(tail);
      const position = tail.position() ?? "";
      await say("t-two", "two");
      expect(await next(await open("service:t-two", position))).toMatchObject({ data: ["two"] });
    });

    it("begins anew with a position that none of this store is", async () => {
      const tail = await open("service:t-three", "nonsense");
      await say("t-three", "news");
      expect(await next(tail)).toMatchObject({ data: ["news"] });
    });

    it("brings the newest of many and says how many it left out", async () => {
      const tail = await open("service:t-many");
      await say("t-many", ...Array.from({ length: 1_000 }, (_, n) => `m${n}`));
      const { data, skipped } = await next(tail);
      expect([data.length, data[0], data.at(-1), skipped]).toEqual([200, "m800", "m999", 800]);
      await say("t-many", "after");
      expect(await next(tail)).toMatchObject({ data: ["after"] });
    });
  });

  describe("a histogram", () => {
    const day = Date.parse("2025-12-28T00:00:00Z");
    const [from, to] = [new Date(day).toISOString(), new Date(day + 600_000).toISOString()];
    const count = async (q: string, bars: number) => {
      const { data, step_seconds } = await countLogRecords(ctx(), { q, from, to, bars });
      return { step_seconds, total: data.reduce((sum, { total }) => sum + total, 0), data };
    };
    beforeAll(() =>
      write([
        { time: new Date(day).toISOString(), level: "info", msg: "one", service: "h-pay" },
        { time: new Date(day + 30_000).toISOString(), level: "error", msg: "two", service: "h-pay" },
        { time: new Date(day + 90_000).toISOString(), level: "error", msg: "three", service: "h-web" },
        { time: new Date(day + 600_000).toISOString(), level: "error", msg: "after", service: "h-web" },
      ]),
    );

    it.each([
      ["", 3],
      ["service:h-*", 3],
      ["service:h-pay", 2],
      ["level:error", 2],
      ["two", 1],
      ["(service:h-pay and level:info) or service:h-web", 2],
      ["four", 0],
    ])("of %s counts the same by minutes and by seconds", async (q, expected) => {
      expect(await count(q, 10)).toMatchObject({ step_seconds: 60, total: expected });
      expect(await count(q, 200)).toMatchObject({ step_seconds: 5, total: expected });
    });

    it("counts by level", async () => {
      expect((await count("service:h-*", 10)).data).toEqual([
        { start: "2025-12-28T00:00:00Z", total: 2, levels: { info: 1, error: 1 } },
        { start: "2025-12-28T00:01:00Z", total: 1, levels: { error: 1 } },
      ]);
    });
  });

  describe("of the newest records are counted", () => {
    const counted = async (q: string, field?: string) => {
      const { sampled, data } = await sampleLogFields(ctx(), { q, from: ago(3 * DAY_MS), to: ago(0), field });
      return { sampled, counts: Object.fromEntries(data.map(({ name, count }) => [name, count])) };
    };

    it("their attributes", async () => {
      expect(await counted("service:pay")).toEqual({
        sampled: 2,
        counts: { contract: 2, "http.status": 1, ok: 1, took: 1, user: 1 },
      });
    });

    it.each([
      ["service", { pay: 2, web: 2, "web-2": 1, types: 1, hostile: 1, empty: 1 }],
      ["level", { error: 2, warn: 1, info: 2, debug: 1, fatal: 1, none: 1 }],
      ["n", { 200: 2 }],
      ["ok", { true: 2 }],
      ["host", { h1: 1 }],
      ["it's", { "*literal*": 1 }],
      ["missing", {}],
    ])("the values of %s", async (field, counts) => {
      expect(await counted("", field)).toEqual({ sampled: NAMES.length, counts });
    });
  });

  describe("what is written", () => {
    const twice = [{ time: ago(8 * DAY_MS), service: "twice", msg: "again" }];
    const range = { from: ago(9 * DAY_MS), to: ago(7 * DAY_MS) };

    it("is written once, however often the same bytes come, and again for another sender", async () => {
      await Promise.all([send(twice, "twice"), send(twice, "twice"), send(twice, "twice")]);
      await send(twice, "twice");
      await settle();
      expect(await found("service:twice", range)).toEqual(["again"]);
      await send(twice, "twice", testCtx(stores));
      await settle();
      expect(await found("service:twice", range)).toEqual(["again", "again"]);
    });

    it("may be large, nested and of any type: nothing is refused, and all of it comes back", async () => {
      const fields = Array.from({ length: 190 }, (_, n): [string, unknown] => [
        `f${n}`,
        [n, "x", n > 9][n % 3],
      ]);
      const values = [
        1,
        "1",
        true,
        null,
        "",
        [1, "b", false],
        [],
        1e300,
        -0.1,
        "x".repeat(16_000),
        "한".repeat(9_000),
      ];
      const sent = [
        { time: ago(10 * DAY_MS), service: "large", msg: "x".repeat(100_000), ...Object.fromEntries(fields) },
        {
          time: ago(10 * DAY_MS),
          service: "large",
          msg: "names",
          ["n".repeat(200)]: "v",
          ["한".repeat(60)]: 1,
        },
        ...values.map((value) => ({ time: ago(10 * DAY_MS), service: "large", msg: "types", of: value })),
      ];
      await write(sent);
      const wide = { from: ago(11 * DAY_MS), to: ago(9 * DAY_MS) };
      const { data } = await search("service:large", wide);
      expect(data.map(({ attributes }) => attributes)).toEqual(
        sent.map((document) => recordOfDocument(document, received).attrs).toReversed(),
      );
      expect((await search("of:1", wide)).data).toHaveLength(3);
      expect((await search("of:*", wide)).data).toHaveLength(values.length);
      expect((await search("of > 1", wide)).data).toHaveLength(1);
    });
  });

  it("says how full it is, and days that were kept long enough go, where that is for us to do", async () => {
    await write([{ time: ago(25 * DAY_MS), service: "old", msg: "an old record" }]);
    stores.clock.set(new Date(NOON));
    const before = await readLogStore(ctx(), { kept_days: 20 });
    expect(before).toMatchObject({ available: true, problem: null });
    expect(before.size?.records).toBeGreaterThan(NAMES.length);
    expect(before.size?.days).toBeGreaterThan(5);
    const run = () =>
      logDaysJob({ days: 20 }).run({ ctx: ctx(), reason: "due", signal: new AbortController().signal });
    await run();
    await settle();
    const old = { from: ago(26 * DAY_MS), to: ago(24 * DAY_MS) };
    expect(await found("service:old", old)).toHaveLength(expires ? 0 : 1);
    expect(await found("service:pay")).toEqual(["timeout", "retry"]);
  });
}
