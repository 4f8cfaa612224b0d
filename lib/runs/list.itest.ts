import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { countRuns, listRuns, runFacets, runsOf } from "./index";
import { RUN_SORTS } from "./values";

const stores = testStores();
const ctx = () => testCtx(stores);
const DAY = (day: number, hour = 0) => new Date(Date.UTC(2026, 10, day, hour));

type Given = {
  dag: string;
  state?: string;
  type?: string;
  queued: Date;
  started?: Date;
  ended?: Date;
  logical?: Date;
  by?: string;
  note?: string;
};
const ids: Record<string, string> = {};

async function make(name: string, given: Given): Promise<void> {
  const id = newId("run", given.queued.getTime());
  ids[name] = id;
  await stores.db.prisma.dagRun.create({
    data: {
      id,
      dagId: given.dag,
      dagVersionId: `ver_${given.dag}`,
      runKey: `key_of_${name}`,
      runType: given.type ?? "scheduled",
      state: given.state ?? "success",
      logicalDate: given.logical ?? null,
      runAfter: given.queued,
      queuedAt: given.queued,
      startedAt: given.started ?? null,
      firstStartedAt: given.started ?? null,
      finishedAt: given.ended ?? null,
      triggeredBy: given.by ?? null,
      note: given.note ?? null,
      unfinished: 0,
    },
  });
}

beforeAll(async () => {
  for (const [id, tags] of [
    ["daily", ["nightly", "flights"]],
    ["hourly", ["nightly"]],
    ["by_hand", []],
  ] as const)
    await stores.db.prisma.dag.create({
      data: {
        id,
        origin: "api",
        tags: [...tags],
        versions: {
          create: { id: `ver_${id}`, number: 1, origin: "api", layout: {}, spec: {}, specSha256: id },
        },
      },
    });
  await make("old", {
    dag: "daily",
    state: "failed",
    queued: DAY(1),
    started: DAY(1, 1),
    ended: DAY(1, 9),
    logical: DAY(1),
  });
  await make("good", { dag: "daily", queued: DAY(2), started: DAY(2, 1), ended: DAY(2, 2), logical: DAY(2) });
  await make("bad", {
    dag: "hourly",
    state: "failed",
    queued: DAY(3),
    started: DAY(3, 1),
    ended: DAY(3, 4),
    logical: DAY(3),
  });
  await make("manual", {
    dag: "by_hand",
    type: "manual",
    queued: DAY(4),
    started: DAY(4, 5),
    ended: DAY(4, 6),
    by: "Kim, Ada",
    note: "100% of the data, again",
  });
  await make("running", {
    dag: "by_hand",
    state: "running",
    type: "manual",
    queued: DAY(4, 1),
    started: DAY(4, 2),
    by: "Lee",
  });
  await make("waiting", { dag: "hourly", state: "queued", queued: DAY(5), logical: DAY(1, 5) });
});

type Query = Parameters<typeof listRuns>[1];
const named = (id: string) => Object.entries(ids).find(([, known]) => known === id)?.[0] ?? id;
const of = async (query: Query) => (await listRuns(ctx(), query)).data.map(({ id }) => named(id));

describe("a filter", () => {
  it.each<[string, Query, string[]]>([
    ["of a state", { state: "failed" }, ["bad", "old"]],
    ["of several states", { state: "failed,running" }, ["running", "bad", "old"]],
    ["of several pipelines", { dag_id: "daily,by_hand" }, ["running", "manual", "good", "old"]],
    ["of a type", { run_type: "manual" }, ["running", "manual"]],
    ["of a tag", { tag: "nightly" }, ["waiting", "bad", "good", "old"]],
    ["of a person, whose name has a comma", { triggered_by: "Kim, Ada" }, ["manual"]],
    [
      "of the first start, the end not included",
      { started_from: DAY(1, 1).toISOString(), started_before: DAY(2, 1).toISOString() },
      ["old"],
    ],
    ["of a start: a waiting run has that of its queue", { started_from: DAY(5).toISOString() }, ["waiting"]],
    [
      "of a logical date",
      { logical_from: DAY(1).toISOString(), logical_before: DAY(2).toISOString() },
      ["waiting", "old"],
    ],
    [
      "before a logical date: a run without one is not",
      { logical_before: DAY(2).toISOString() },
      ["waiting", "old"],
    ],
    ["of a part of a key", { q: "OF_MAN" }, ["manual"]],
    ["of a part of a note, whose sign is no wildcard", { q: "0% of" }, ["manual"]],
    ["of a text that no run has", { q: "100_ of" }, []],
    ["of a part of a pipeline", { q: "hour" }, ["waiting", "bad"]],
    ["of several things at once", { state: "failed", tag: "flights", q: "daily" }, ["old"]],
  ])("%s", async (_name, query, expected) => {
    expect(await of(query)).toEqual(expected);
    const { counts, at_most } = await countRuns(ctx(), query);
    const states = query.state?.split(",") ?? Object.keys(counts);
    expect(states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)).toBe(expected.length);
    expect(at_most).toBeGreaterThan(100);
  });

  it("by the id of a run finds it", async () => {
    expect(await of({ q: ids.good ?? "" })).toEqual(["good"]);
  });
});

describe("an order", () => {
  it.each<[Query["sort"], string[]]>([
    ["-created", ["waiting", "running", "manual", "bad", "good", "old"]],
    ["-started", ["waiting", "manual", "running", "bad", "good", "old"]],
    ["started", ["old", "good", "bad", "running", "manual", "waiting"]],
    ["-duration", ["old", "bad", "manual", "good", "waiting", "running"]],
    ["duration", ["good", "manual", "bad", "old", "running", "waiting"]],
    ["-logical_date", ["bad", "good", "waiting", "old", "running", "manual"]],
    ["logical_date", ["old", "waiting", "good", "bad", "manual", "running"]],
  ])("by %s, and a page goes on where the last one ended", async (sort, expected) => {
    expect(await of({ sort })).toEqual(expected);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRuns(ctx(), { sort, limit: 2, cursor });
      seen.push(...page.data.map(({ id }) => named(id)));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(expected);
  });

  it("refuses a cursor of another order, and one that it did not give", async () => {
    for (const sort of RUN_SORTS.filter((one) => one !== "-created")) {
      const cursor = Buffer.from(JSON.stringify(["'; DROP TABLE dag_run", "run_1"])).toString("base64url");
      await expect(listRuns(ctx(), { sort, cursor })).rejects.toMatchObject({
        extra: { errors: [{ pointer: "/cursor" }] },
      });
    }
  });
});

it("what filters can name is listed", async () => {
  expect(await runFacets(ctx(), {})).toEqual({
    pipelines: ["by_hand", "daily", "hourly"],
    tags: ["flights", "nightly"],
    people: ["Kim, Ada", "Lee"],
    more: false,
  });
});

it("runs are read by their ids in their order, without those that are gone", async () => {
  const wanted = [ids.old ?? "", "run_gone", ids.bad ?? ""];
  expect((await runsOf(ctx(), { run_ids: wanted })).map(({ id }) => named(id))).toEqual(["old", "bad"]);
});

it("is for those who may read runs", async () => {
  for (const verb of [listRuns, countRuns, runFacets])
    await expect(verb(testCtx(stores, ["logs:read"]), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
});
