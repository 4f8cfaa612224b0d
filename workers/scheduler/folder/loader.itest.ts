import { rmSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { eventsOf } from "@/lib/events/testing";
import { startJobs } from "@/lib/jobs";
import {
  getPipeline,
  getVersionFile,
  listImportErrors,
  listVersionFiles,
  listVersions,
  savePipeline,
} from "@/lib/pipelines";
import { systemCtx } from "@/lib/platform/context";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { folderJob } from "./folder-job";
import { createLoader } from "./loader";
import { testFolder } from "./testing";

const stores = testStores();
const ctx = () => systemCtx(stores, "pipelines folder");
const viewer = () => testCtx(stores, ["pipelines:read"]);
const yaml = (dag_id: string, more = "") =>
  `dag_id: ${dag_id}\n${more}tasks:\n  - task_id: a\n    kind: empty\n`;
const numbers = async (dag_id: string) =>
  (await listVersions(viewer(), { dag_id })).data.map(({ number }) => number);
const errors = async () => (await listImportErrors(viewer(), {})).data;
const errorOf = async (path: string) => (await errors()).find(({ file_path }) => file_path === path);
const loaderOf = (files: Record<string, string>) => {
  const folder = testFolder(files);
  return { folder, loader: createLoader(ctx(), folder.root), again: () => createLoader(ctx(), folder.root) };
};

describe("a file of the folder", () => {
  it("becomes version 1, then 2 when it changes, and nothing when it is loaded again by anybody", async () => {
    const { folder, loader, again } = loaderOf({ "one.yaml": yaml("one", 'schedule: "@daily"\n') });
    await loader.look();
    expect(await getPipeline(viewer(), { dag_id: "one" })).toMatchObject({
      origin: "file",
      file_path: "one.yaml",
      schedule: { cron: "0 0 * * *", time_zone: "UTC" },
      head: { number: 1, origin: "file", author: "pipelines folder", message: "one.yaml", code_sha256: null },
    });
    await loader.look();
    await again().look();
    folder.write("one.yaml", `# a comment\n${yaml("one", 'schedule: "@daily"\n')}`);
    await loader.look();
    expect(await numbers("one")).toEqual([1]);
    folder.write("one.yaml", yaml("one", "owner: ada\n"));
    await loader.look();
    expect(await numbers("one")).toEqual([2, 1]);
    expect(await stores.db.prisma.auditLog.count({ where: { action: "dag.save", targetId: "one" } })).toBe(2);
  });

  it("is loaded once by two loaders at once", async () => {
    const { loader, again } = loaderOf({ "race/pipeline.yaml": yaml("race") });
    await Promise.all([loader.look(), again().look()]);
    expect(await numbers("race")).toEqual([1]);
    expect(await errors()).toEqual([]);
  });

  it("brings its code: stored once by content, listed, readable, pinned to its version", async () => {
    const { folder, loader } = loaderOf({
      "code/pipeline.ts": `import { defineDag, node } from "gwanje";
        export default defineDag({ dag_id: "code", tasks: [node("n", { script: "n.ts" })] });`,
      "code/n.ts": "console.log(1);",
    });
    folder.write("code/logo.png", new Uint8Array([0x89, 0x50, 0, 1]));
    await loader.look();
    folder.write("code/n.ts", "console.log(22);");
    await loader.look();
    expect(await numbers("code")).toEqual([2, 1]);
    const { data, code_sha256, definition } = await listVersionFiles(viewer(), { dag_id: "code", number: 1 });
    expect(definition).toBe("pipeline.ts");
    expect(data.map(({ path }) => path)).toEqual(["logo.png", "n.ts", "pipeline.ts"]);
    expect(await stores.storage.head(`code/${code_sha256}`)).not.toBeNull();
    const file = (number: number, ...path: string[]) =>
      getVersionFile(viewer(), { dag_id: "code", number, path });
    expect(await file(1, "n.ts")).toMatchObject({
      path: "n.ts",
      size_bytes: 15,
      text: "console.log(1);",
      is_binary: false,
    });
    expect((await file(2, "n.ts")).text).toBe("console.log(22);");
    expect(await file(1, "logo.png")).toMatchObject({ text: null, is_binary: true });
    for (const path of [["..", "secret"], [".gwanje", "node", "n.mjs"], ["nope"]])
      await expect(file(1, ...path)).rejects.toThrow(/There is no file/);
    await expect(listVersionFiles(viewer(), { dag_id: "code", number: 3 })).rejects.toThrow(/no version/);
  });

  it("is kept as it was written, with each version; one of before gets its text when the file is read again", async () => {
    const written = `# why: "it" is so\n${yaml("kept", "owner: ada\n")}`;
    const { folder, loader, again } = loaderOf({ "kept.yaml": written });
    const textOf = async (number: number) => {
      const { definition, data } = await listVersionFiles(viewer(), { dag_id: "kept", number });
      expect(data.map(({ path }) => path)).toEqual(definition === null ? [] : ["kept.yaml"]);
      if (definition === null) return null;
      return (await getVersionFile(viewer(), { dag_id: "kept", number, path: [definition] })).text;
    };
    await loader.look();
    expect(await textOf(1)).toBe(written);
    const later = yaml("kept", "owner: lin # now\n");
    folder.write("kept.yaml", later);
    await loader.look();
    expect([await textOf(1), await textOf(2)]).toEqual([written, later]);
    // A comment makes no version, and the text stays that of the version.
    folder.write("kept.yaml", `# new\n${later}`);
    await loader.look();
    expect([await numbers("kept"), await textOf(2)]).toEqual([[2, 1], later]);
    await stores.db.prisma.dagVersion.updateMany({ where: { dagId: "kept" }, data: { source: null } });
    expect(await textOf(2)).toBeNull();
    await again().look();
    expect([await textOf(1), await textOf(2)]).toEqual([null, `# new\n${later}`]);
    const spec = { dag_id: "kept.sent", tasks: [{ kind: "empty", task_id: "z" }] };
    await savePipeline(testCtx(stores), { dag_id: "kept.sent", parent_id: null, spec });
    const sent = { dag_id: "kept.sent", number: 1 };
    expect(await listVersionFiles(viewer(), sent)).toMatchObject({ definition: "pipeline.json" });
    const { text } = await getVersionFile(viewer(), { ...sent, path: ["pipeline.json"] });
    expect(text).toBe(`${JSON.stringify(spec, null, 2)}\n`);
  });

  it("that is gone makes its pipeline stale, and live again when it is back, also under another name", async () => {
    const { folder, loader } = loaderOf({ "gone.yaml": yaml("gone", 'schedule: "@hourly"\n') });
    const stale = async () => (await getPipeline(viewer(), { dag_id: "gone" })).stale_at !== null;
    await loader.look();
    folder.remove("gone.yaml");
    await loader.look();
    expect(await stale()).toBe(true);
    expect(
      await stores.db.prisma.auditLog.count({ where: { action: "dag.file_gone", targetId: "gone" } }),
    ).toBe(1);
    folder.write("back/pipeline.yaml", yaml("gone", 'schedule: "@hourly"\n'));
    await loader.look();
    expect(await stale()).toBe(false);
    expect(await getPipeline(viewer(), { dag_id: "gone" })).toMatchObject({
      file_path: "back/pipeline.yaml",
    });
    folder.write("back/pipeline.yaml", yaml("renamed"));
    await loader.look();
    expect(await stale()).toBe(true);
    expect(await numbers("renamed")).toEqual([1]);
  });
});

describe("a file that does not load", () => {
  it("is listed with file, line, column and reason, keeps its `since`, and leaves the last good version live", async () => {
    const { folder, loader } = loaderOf({ "bad.yaml": yaml("bad") });
    await loader.look();
    folder.write("bad.yaml", yaml("bad", "schedule:\n  cron: 61 * * * *\n"));
    await loader.look();
    const first = await errorOf("bad.yaml");
    expect(first).toMatchObject({ dag_id: "bad", line: 3, column: 3, field: "/schedule/cron" });
    expect(first?.message).toMatch(/"61 \* \* \* \*" is not a cron expression/);
    const values = { cron: "61 * * * *", said: expect.stringMatching(/./) };
    expect(first).toMatchObject({ reason: { code: "bad_cron", values }, more: 0 });
    stores.clock.advance(60_000);
    folder.write("bad.yaml", yaml("bad", "schedule:\n  cron: 61 * * * * \n"));
    await loader.look();
    expect(await errorOf("bad.yaml")).toEqual(first);
    expect(await getPipeline(viewer(), { dag_id: "bad" })).toMatchObject({ version: 1, stale_at: null });
    folder.write("bad.yaml", yaml("bad"));
    await loader.look();
    expect(await errorOf("bad.yaml")).toBeUndefined();
    expect(await numbers("bad")).toEqual([1]);
  });

  it("names the task's script at fault, and moves with the fault", async () => {
    const { folder, loader } = loaderOf({
      "s/pipeline.yaml": "dag_id: s\ntasks:\n  - task_id: a\n    kind: node\n    script: a.ts\n",
    });
    await loader.look();
    expect(await errorOf("s/pipeline.yaml")).toMatchObject({
      field: "/tasks/0/script",
      line: 5,
      dag_id: "s",
    });
    folder.write("s/a.ts", "export const x = ;\n");
    await loader.look();
    expect((await errors()).filter(({ dag_id }) => dag_id === "s")).toMatchObject([
      { file_path: "s/a.ts", line: 1, column: 18, field: "/tasks/0/script" },
    ]);
    folder.write("s/a.ts", "export const x = 1;\n");
    await loader.look();
    expect((await errors()).filter(({ dag_id }) => dag_id === "s")).toEqual([]);
    expect(await numbers("s")).toEqual([1]);
  });

  it("says how much more is wrong, and keeps what a file quotes that no table can hold", async () => {
    const { loader } = loaderOf({
      "m1.yaml": "dag_id: m1\ntasks:\n  - {task_id: a, kind: empty, depends_on: [b], pool: p}\n",
      "m2.ts": 'throw "a\\0b\\ud83d";',
    });
    await loader.look();
    expect(await errorOf("m1.yaml")).toMatchObject({
      reason: { code: "unknown_task", values: { task: "a", upstream: "b" } },
      more: 1,
    });
    expect(await errorOf("m2.ts")).toMatchObject({
      message: "a\uFFFDb\uFFFD",
      reason: { code: "file_threw", values: { said: "a\uFFFDb\uFFFD" } },
      more: 0,
    });
  });

  it("because another file has its dag_id is loaded when that one is gone", async () => {
    const { folder, loader } = loaderOf({ "x1.yaml": yaml("twice"), "x2.yaml": yaml("twice", "owner: b\n") });
    await loader.look();
    expect(await errorOf("x1.yaml")).toBeUndefined();
    expect(await errorOf("x2.yaml")).toMatchObject({ field: "/dag_id", line: 1 });
    expect((await errorOf("x2.yaml"))?.message).toMatch(/already that of x1.yaml/);
    expect((await errorOf("x2.yaml"))?.reason).toEqual({
      code: "dag_of_file",
      values: { dag_id: "twice", file: "x1.yaml" },
    });
    folder.remove("x1.yaml");
    await loader.look();
    expect(await errorOf("x2.yaml")).toBeUndefined();
    expect(await getPipeline(viewer(), { dag_id: "twice" })).toMatchObject({ owner: "b", stale_at: null });
  });

  it("because its dag_id is the API's leaves that pipeline alone; a file's pipeline is not the API's to save", async () => {
    const spec = { dag_id: "mine", tasks: [{ task_id: "a", kind: "empty" }] };
    await savePipeline(testCtx(stores), { dag_id: "mine", spec, parent_id: null });
    const { loader } = loaderOf({ "mine.yaml": yaml("mine", "owner: thief\n"), "ours.yaml": yaml("ours") });
    await loader.look();
    expect((await errorOf("mine.yaml"))?.message).toMatch(/saved over the API/);
    expect(await getPipeline(viewer(), { dag_id: "mine" })).toMatchObject({
      owner: null,
      origin: "api",
      version: 1,
    });
    await expect(
      savePipeline(testCtx(stores), { dag_id: "ours", spec: { ...spec, dag_id: "ours" }, parent_id: null }),
    ).rejects.toThrow(/"ours" is kept in the file ours.yaml of the pipelines folder/);
    expect(await numbers("ours")).toEqual([1]);
  });

  it("because a store failed keeps no other file from being loaded, and is tried again", async () => {
    const { loader } = loaderOf({ "code1/pipeline.yaml": yaml("code1"), "plain.yaml": yaml("plain") });
    const putBytes = stores.storage.putBytes;
    stores.storage.putBytes = () => Promise.reject(new Error("the object store is away"));
    await expect(loader.look()).rejects.toThrow("the object store is away");
    stores.storage.putBytes = putBytes;
    expect(await numbers("plain")).toEqual([1]);
    expect((await errors()).filter(({ file_path }) => file_path.startsWith("code1"))).toEqual([]);
    await loader.look();
    expect(await numbers("code1")).toEqual([1]);
  });

  it("for a missing pool loads when the pool exists, without a change of the file", async () => {
    const { folder, loader } = loaderOf({ "p.yaml": `${yaml("p")}    pool: gpu\n` });
    await loader.look();
    expect(await errorOf("p.yaml")).toMatchObject({ field: "/tasks/0/pool", line: 5 });
    await stores.db.prisma.pool.create({ data: { name: "gpu", slots: 1 } });
    folder.write("other.yaml", yaml("other"));
    await loader.look();
    expect(await numbers("p")).toEqual([1]);
  });

  it.each<[string, string, RegExp]>([
    [
      "a cyclic graph",
      "tasks:\n  - {task_id: a, kind: empty, depends_on: [b]}\n  - {task_id: b, kind: empty, depends_on: [a]}\n",
      /the tasks form a cycle/,
    ],
    [
      "an unknown task",
      "tasks:\n  - {task_id: a, kind: empty, depends_on: [b]}\n",
      /depends on "b", which is not a task/,
    ],
    [
      "a missing zone",
      "schedule: {cron: '@daily', time_zone: Mars/Olympus}\ntasks:\n  - {task_id: a, kind: empty}\n",
      /not an IANA time zone/,
    ],
    [
      "an unknown preset",
      "schedule: '@fortnightly'\ntasks:\n  - {task_id: a, kind: empty}\n",
      /"@fortnightly" is not a preset; there are @hourly, @daily/,
    ],
    [
      "a path in a task's name",
      "tasks:\n  - {task_id: ../../etc, kind: empty}\n",
      /task_id may hold letters/,
    ],
    [
      "markup in a task's name",
      "tasks:\n  - {task_id: '<script>', kind: empty}\n",
      /task_id may hold letters/,
    ],
    [
      "a poisoned name",
      "tasks:\n  - {task_id: a, kind: bash, command: [a], env: {__proto__: {x: 1}}}\n",
      /tasks.0.env.__proto__ is not a name/,
    ],
    [
      "an alias to itself",
      "params: &p\n  again: *p\ntasks:\n  - {task_id: a, kind: empty}\n",
      /nests deeper than 64|alias/,
    ],
    [
      "10,000 tasks",
      `tasks:\n${Array.from({ length: 10_000 }, (_, i) => `  - {task_id: t${i}, kind: empty}\n`).join("")}`,
      /at most 5000 tasks/,
    ],
    ["an unknown field", "taskz: 1\ntasks:\n  - {task_id: a, kind: empty}\n", /taskz is not a field/],
    ["a NUL", 'tasks:\n  - {task_id: "a\\0b", kind: empty}\n', /tasks.0.task_id holds a NUL/],
  ])("saves nothing of %s", async (_, text, message) => {
    const { loader } = loaderOf({ "w.yaml": `dag_id: never\n${text}` });
    await loader.look();
    const error = await errorOf("w.yaml");
    expect(error?.message).toMatch(message);
    expect(error?.line).toBeGreaterThan(0);
    await expect(getPipeline(viewer(), { dag_id: "never" })).rejects.toThrow(/no pipeline/);
  });
});

describe("a folder that is not what it was", () => {
  /** A folder of its own pipelines, and a clock by which time passes at once. */
  const watched = (...ids: string[]) => {
    let now = 0;
    const folder = testFolder(
      Object.fromEntries(ids.map((id) => [`${id}.yaml`, yaml(id, 'schedule: "@daily"\n')])),
    );
    const loader = createLoader(ctx(), folder.root, () => now);
    const later = async (ms: number) => {
      now += ms;
      await loader.look();
    };
    const live = async () =>
      (
        await stores.db.prisma.dag.findMany({
          where: { id: { in: ids }, staleAt: null },
          orderBy: { id: "asc" },
        })
      ).map(({ id }) => id);
    return { folder, loader, later, live };
  };
  /** Meanwhile these stand in for tables of the database. */
  const withTable = async (tables: object, work: () => Promise<void>) => {
    const { prisma } = stores.db;
    const given = Object.entries(tables).map(([name, value]) => [name, { value }]);
    stores.db.prisma = Object.create(prisma, Object.fromEntries(given));
    await work().finally(() => {
      stores.db.prisma = prisma;
    });
  };
  const TEN_MINUTES = 10 * 60_000;

  it("because it is empty or not there retires nothing of another scheduler's, and its pipelines stay live", async () => {
    const first = watched("fa", "fb");
    await first.loader.look();
    const empty = testFolder();
    for (const root of [empty.root, `${empty.root}/nowhere`]) {
      const other = createLoader(ctx(), root);
      await other.look();
      await other.look();
    }
    await first.later(60_000);
    expect(await first.live()).toEqual(["fa", "fb"]);
  });

  it("because its disk went away keeps everything, says so, and is as before when the disk is back", async () => {
    const { folder, later, live } = watched("ga", "gb");
    await later(0);
    rmSync(folder.root, { recursive: true });
    await later(20_000);
    await later(TEN_MINUTES * 6);
    expect(await live()).toEqual(["ga", "gb"]);
    expect(await errorOf(".")).toMatchObject({ reason: { code: "folder_missing" } });
    folder.write("ga.yaml", yaml("ga"));
    folder.write("gb.yaml", yaml("gb"));
    await later(20_000);
    expect(await live()).toEqual(["ga", "gb"]);
    expect((await errorOf("."))?.reason?.code).not.toBe("folder_missing");
  });

  it("because most of it went at once is doubted for ten minutes, and believed then", async () => {
    const { folder, later, live } = watched("ha", "hb", "hc");
    await later(0);
    folder.remove("ha.yaml");
    folder.remove("hb.yaml");
    await later(1_000);
    await later(TEN_MINUTES - 1_000);
    expect(await live()).toEqual(["ha", "hb", "hc"]);
    expect(await errorOf(".")).toMatchObject({
      reason: { code: "folder_half_gone", values: { minutes: 10 } },
    });
    folder.write("hb.yaml", yaml("hb"));
    await later(1_000);
    await later(10_000);
    expect(await live()).toEqual(["hb", "hc"]);
  });

  it("brings back what another process has retired, and so does the next look at a folder that did not change", async () => {
    const { later, live } = watched("ia");
    await later(0);
    await stores.db.prisma.dag.update({ where: { id: "ia" }, data: { staleAt: new Date() } });
    await later(10_000);
    expect(await live()).toEqual(["ia"]);
  });

  it("is left to the one process that owns it, and taken over when that one ends", async () => {
    const folders = [testFolder({ "j.yaml": yaml("ja") }), testFolder({ "j.yaml": yaml("jb") })] as const;
    const known = async () =>
      (await stores.db.prisma.dag.findMany({ where: { id: { in: ["ja", "jb"] } } })).map(({ id }) => id);
    const first = startJobs(stores, [folderJob(folders[0].root)], { process: "first" });
    await waitFor("the first", async () => (await known()).includes("ja"));
    const second = startJobs(stores, [folderJob(folders[1].root)], { process: "second" });
    folders[0].write("more.yaml", yaml("jc"));
    await waitFor(
      "another look of the first",
      async () => (await numbers("jc").catch(() => [])).length === 1,
    );
    expect(await known()).toEqual(["ja"]);
    await first.stop();
    await waitFor("the second", async () => (await known()).includes("jb"));
    await second.stop();
  });

  it("holds a file at which we fail: that is listed, and the rest goes on, also what is to be retired", async () => {
    const { folder, later, live } = watched("ka", "kb", "kc");
    await later(0);
    folder.remove("kb.yaml");
    folder.write("ka.yaml", yaml("ka", "owner: x\n"));
    folder.write("kd.yaml", yaml("kd"));
    const failing = { findMany: () => Promise.reject(new TypeError("Cannot read properties of undefined")) };
    await withTable({ pool: failing }, () => later(1_000));
    expect(await errorOf("kd.yaml")).toMatchObject({
      reason: { code: "file_unforeseen", values: { said: "Cannot read properties of undefined" } },
    });
    expect(await live()).toEqual(["ka", "kc"]);
    await later(10_000);
    expect([await errorOf("kd.yaml"), await numbers("kd")]).toEqual([undefined, [1]]);
  });

  it("asks for its state once a look, however many files have changed", async () => {
    const ids = Array.from({ length: 12 }, (_, n) => `l${n}`);
    const { later, live } = watched(...ids);
    const table = stores.db.prisma.importError;
    let asked = 0;
    const findMany = (...args: Parameters<typeof table.findMany>) => {
      asked += 1;
      return table.findMany(...args);
    };
    await withTable({ importError: { findMany } }, () => later(0));
    expect([asked, await live()]).toEqual([1, ids.toSorted()]);
  });
});

test("while its job runs, a change or an error is found by the second look after it at the latest, and browsers hear of it", async () => {
  const { folder, loader } = loaderOf({ "deep/pipeline.yaml": yaml("deep"), "deep/src/a.txt": "1" });
  const found = async () => {
    const dag = await stores.db.prisma.dag.findUnique({ where: { id: "deep" }, include: { head: true } });
    return (await errorOf("deep/pipeline.yaml")) ? "error" : dag?.head?.number;
  };
  const afterLook: unknown[] = [];
  const look = async () => {
    await loader.look();
    afterLook.push(await found());
  };
  const jobs = startJobs(stores, [folderJob(folder.root, () => ({ look }))]);
  /** The first look may have begun before the change. */
  const finds = async (expected: unknown, change: () => void) => {
    const before = afterLook.length;
    change();
    await waitFor("two looks", () => afterLook.length >= before + 2);
    expect(afterLook.slice(before, before + 2)).toContain(expected);
  };
  await finds(1, () => {});
  await finds(2, () => folder.write("deep/pipeline.yaml", yaml("deep", "owner: ada\n")));
  // No operating system's notice reaches here: this is the poll.
  await finds(3, () => folder.write("deep/src/a.txt", "2"));
  await finds("error", () => folder.write("deep/pipeline.yaml", "dag_id: ["));
  const told = await eventsOf(stores);
  expect(told).toContainEqual({ topic: "import_error", id: "deep/pipeline.yaml" });
  expect(told).toContainEqual({ topic: "pipeline", id: "deep", dag_id: "deep" });
  await finds(4, () => folder.write("deep/pipeline.yaml", yaml("deep")));
  await jobs.stop();
});

it("a look that is to stop leaves its files to the next one", async () => {
  const { loader } = loaderOf({ "stopped.yaml": yaml("stopped") });
  await expect(loader.look(AbortSignal.abort(new Error("drained")))).rejects.toThrow("drained");
  expect(await stores.db.prisma.dag.count({ where: { id: "stopped" } })).toBe(0);
  await loader.look();
  expect(await numbers("stopped")).toEqual([1]);
});
