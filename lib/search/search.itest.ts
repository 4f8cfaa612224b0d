import { beforeAll, describe, expect, it } from "vitest";
import type { Permission } from "@/lib/audit/permissions";
import { testCtx, testStores } from "@/lib/testing";
import { search } from ".";

const stores = testStores();
const RUN = "run_01HZZZZZZZZZZZZZZZZZZZZZZ1";

beforeAll(async () => {
  const { prisma } = stores.db;
  await prisma.dag.createMany({
    data: [
      { id: "flights", origin: "file", description: "항공편 지연 예측", tags: [] },
      { id: "daily_flights_copy", origin: "file", tags: [] },
      { id: "100%_done", origin: "api", tags: [] },
    ],
  });
  await prisma.dagVersion.create({
    data: {
      id: "ver_1",
      dagId: "flights",
      number: 1,
      origin: "file",
      layout: {},
      specSha256: "0",
      spec: {
        tasks: [
          { task_id: "ingest", kind: "bash" },
          { task_id: "train_model", kind: "node" },
        ],
      },
    },
  });
  await prisma.dag.update({ where: { id: "flights" }, data: { headVersionId: "ver_1" } });
  await prisma.dagRun.create({
    data: {
      id: RUN,
      dagId: "flights",
      dagVersionId: "ver_1",
      runKey: "scheduled__2001-01-05T00:00:00Z",
      runType: "scheduled",
      state: "failed",
      runAfter: new Date("2001-01-06"),
      unfinished: 0,
    },
  });
  await prisma.user.create({
    data: { id: "usr_1", email: "minji@example.com", name: "김민지", role: "editor" },
  });
});

async function find(q: string, permissions: readonly Permission[] | "everything" = "everything") {
  return (await search(testCtx(stores, permissions), { q })).data;
}

describe("search", () => {
  it("puts the pipeline whose name starts with the word first", async () => {
    const hits = (await find("flights")).filter((hit) => hit.kind === "pipeline");
    expect(hits.map((hit) => hit.id)).toEqual(["flights", "daily_flights_copy"]);
  });

  it("finds by initial consonants, and by words typed with Hangul on", async () => {
    expect((await find("ㅎㄱㅍ"))[0]?.id).toBe("flights");
    expect((await find("리ㅑ호"))[0]?.id).toBe("flights");
    expect((await find("ㄱㅁㅈ")).map((hit) => hit.kind)).toEqual(["user"]);
  });

  it("finds a run by its id, the start of it in any case, or pipeline and date", async () => {
    for (const q of [RUN, "run_01hzz", "flights 2001-01-05"]) {
      expect((await find(q)).find((hit) => hit.kind === "run")).toMatchObject({
        id: RUN,
        state: "failed",
        detail: "flights",
        href: `/pipelines/flights/runs/${RUN}`,
      });
    }
    expect((await find("run_02")).filter((hit) => hit.kind === "run")).toEqual([]);
  });

  it("finds tasks of the live version and people", async () => {
    expect((await find("train")).map((hit) => [hit.kind, hit.title])).toEqual([["task", "train_model"]]);
    expect((await find("minji@"))[0]).toMatchObject({ kind: "user", title: "김민지" });
  });

  it("takes % and _ as letters", async () => {
    expect((await find("100%")).map((hit) => hit.id)).toEqual(["100%_done"]);
    expect(await find("%%%")).toEqual([]);
    expect(await find("'; DROP TABLE dag; --")).toEqual([]);
  });

  it("leaves out what the caller may not read", async () => {
    expect(await find("flights", ["team:read"])).toEqual([]);
    expect(await find("minji", ["pipelines:read"])).toEqual([]);
  });

  it("finds the last of thousands of pipelines and people, on either side of what is read at once", async () => {
    const { prisma } = stores.db;
    const number = (at: number) => String(at).padStart(5, "0");
    const many = Array.from({ length: 4_003 }, (_, at) => number(at));
    await prisma.dag.createMany({ data: many.map((at) => ({ id: `zz_${at}`, origin: "api", tags: [] })) });
    await prisma.user.createMany({
      data: many.map((at) => ({
        id: `usr_z${at}`,
        email: `z${at}@many.example`,
        name: `사람 ${at}`,
        role: "viewer",
      })),
    });
    for (const at of [1_990, 2_000, 3_999, 4_000, 4_002]) {
      expect((await find(`zz_${number(at)}`)).map((hit) => hit.id)).toContain(`zz_${number(at)}`);
      expect((await find(`z${number(at)}@many`)).map((hit) => hit.id)).toContain(`usr_z${number(at)}`);
    }
  });
});
