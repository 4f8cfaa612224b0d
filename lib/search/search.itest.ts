import { beforeAll, describe, expect, it } from "vitest";
import type { Permission } from "@/lib/audit/permissions";
import { uuidV7 } from "@/lib/platform/ids";
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
  await prisma.artifact.create({
    data: {
      id: "art_1",
      runId: RUN,
      dagId: "flights",
      taskId: "ingest",
      attemptId: uuidV7(),
      path: "report.html",
      key: "artifacts/x",
      contentType: "text/html",
      sizeBytes: 1,
      sha256: "0",
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
    for (const q of [
      ...[RUN, "run_01hzz", "01hzzzzz", "flights 2001-01-05", "flights 5 Jan 2001", "5 Jan 2001"],
      ...["scheduled__2001-01-05T00:00:00Z", "2001-01-05T00", "failed", "flights 실패", "scheduled"],
    ]) {
      expect((await find(q)).find((hit) => hit.kind === "run")).toMatchObject({
        id: RUN,
        state: "failed",
        detail: "flights",
        href: `/pipelines/flights/runs/${RUN}`,
      });
    }
    for (const q of ["run_02", "02ZZZZZZZ", "failed copy", "success", "flights 7 Jan 2001"])
      expect(
        (await find(q)).filter((hit) => hit.kind === "run"),
        q,
      ).toEqual([]);
  });

  it("finds tasks of the live version and people", async () => {
    expect((await find("train")).map((hit) => [hit.kind, hit.title])).toEqual([["task", "train_model"]]);
    expect((await find("minji@"))[0]).toMatchObject({ kind: "user", title: "김민지" });
  });

  it("finds a run by the time that its reader sees, with what it is named by", async () => {
    const at = async (q: string, time_zone: string) =>
      (await search(testCtx(stores, "everything"), { q, time_zone })).data.filter(
        (hit) => hit.kind === "run",
      );
    expect(await at("flights 09:00", "Asia/Seoul")).toMatchObject([
      {
        id: RUN,
        run: { run_key: "scheduled__2001-01-05T00:00:00Z", run_type: "scheduled", time_zone: null },
      },
    ]);
    expect(await at("flights 09:00", "UTC")).toEqual([]);
    expect(await at("flights 00:00", "UTC")).toHaveLength(1);
  });

  it("finds artifacts by their path, each with its run", async () => {
    const found = (await find("report.h")).filter((hit) => hit.kind === "artifact");
    expect(found).toMatchObject([
      {
        title: "report.html",
        detail: "flights",
        href: "/artifacts?preview=art_1",
        run: { run_type: "scheduled" },
      },
    ]);
    expect((await find("report.h", ["runs:read"])).filter((hit) => hit.kind === "artifact")).toEqual([]);
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
