import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { newId, uuidV7 } from "@/lib/platform/ids";
import { removeDue } from "@/lib/platform/storage/removal";
import { testCtx, testStores } from "@/lib/testing";
import { runningTask } from "@/workers/serving/data/testing";
import {
  deleteArtifact,
  getArtifact,
  getArtifactNeighbours,
  listArtifacts,
  listRunArtifacts,
  storeArtifact,
} from "./index";

const stores = testStores();
const reader = () => testCtx(stores, ["artifacts:read"], { role: "viewer" });
let task: Awaited<ReturnType<typeof runningTask>>;
let other: Awaited<ReturnType<typeof runningTask>>;

type Task = typeof task;
const store = (by: Task, path: string, contentType = "text/plain", text = path) =>
  storeArtifact(
    stores,
    { attemptId: by.attemptId, runId: by.runId, dagId: by.dagId, taskId: "a" },
    {
      path,
      contentType,
      body: Readable.from([Buffer.from(text)]),
      measured: () => ({ sizeBytes: text.length, sha256: "0".repeat(64) }),
    },
  );

beforeAll(async () => {
  task = await runningTask(stores);
  other = await runningTask(stores);
  await store(task, "b/report.html", "text/html");
  await store(task, "a_chart.png", "image/png");
  await store(task, "c.csv", "text/csv");
  await store(other, "Report.html", "text/html");
});

const paths = (page: { data: { path: string }[] }) => page.data.map(({ path }) => path);

describe("a run's artifacts", () => {
  test("are listed by task and path, page by page", async () => {
    const first = await listRunArtifacts(reader(), { run_id: task.runId, limit: 2 });
    expect(paths(first)).toEqual(["a_chart.png", "b/report.html"]);
    const rest = await listRunArtifacts(reader(), {
      run_id: task.runId,
      limit: 2,
      cursor: first.next_cursor ?? "",
    });
    expect(paths(rest)).toEqual(["c.csv"]);
    expect(rest.has_more).toBe(false);
  });

  test("are those of the attempt a task stands on, or of every try", async () => {
    const again = await runningTask(stores);
    await store(again, "first.txt");
    await stores.db.prisma.taskInstance.updateMany({
      where: { runId: again.runId },
      data: { currentAttemptId: uuidV7() },
    });
    expect(paths(await listRunArtifacts(reader(), { run_id: again.runId }))).toEqual([]);
    expect(paths(await listRunArtifacts(reader(), { run_id: again.runId, attempts: "all" }))).toEqual([
      "first.txt",
    ]);
    await expect(store(again, "late.txt")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("of a run that does not exist are NOT_FOUND", async () => {
    await expect(listRunArtifacts(reader(), { run_id: "run_none" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

test.each([
  [{ path: "REPORT" }, ["Report.html", "b/report.html"]],
  [{ path: "a_c" }, ["a_chart.png"]],
  [{ path: "%" }, []],
  [{ type: "image/" }, ["a_chart.png"]],
  [{ type: "image" }, ["a_chart.png"]],
  [{ type: "text/html", path: "b/" }, ["b/report.html"]],
  [{ dag_id: "no-such" }, []],
])("all artifacts filtered by %j, newest first", async (filter, expected) => {
  expect(paths(await listArtifacts(reader(), filter))).toEqual(expected);
});

test("all artifacts are paged without loss or repetition, also within one millisecond", async () => {
  const own = await runningTask(stores);
  const names = Array.from({ length: 7 }, (_, at) => `same-${at}`);
  for (const name of names) await store(own, name);
  await stores.db.prisma.artifact.updateMany({
    where: { attemptId: own.attemptId },
    data: { createdAt: new Date("2026-01-05T00:00:00.123Z") },
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listArtifacts(reader(), { dag_id: own.dagId, limit: 3, cursor });
    seen.push(...paths(page));
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  expect(seen.sort()).toEqual(names);
});

describe("deleting", () => {
  test("removes row and object, and is recorded", async () => {
    const { id } = await store(task, "gone.txt");
    const { key } = await stores.db.prisma.artifact.findUniqueOrThrow({ where: { id } });
    const editor = testCtx(stores, ["artifacts:read", "artifacts:write"], { role: "editor" });
    await deleteArtifact(editor, { artifact_id: id });
    await expect(getArtifact(reader(), { artifact_id: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect.poll(() => stores.storage.head(key)).toBeNull();
    const row = await stores.db.prisma.auditLog.findFirstOrThrow({ where: { targetId: id } });
    expect(row).toMatchObject({ action: "artifact.delete", actorId: editor.actor.id, outcome: "success" });
    await expect(deleteArtifact(editor, { artifact_id: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("leaves no orphan while the bucket is away: the object goes when it is back", async () => {
    const { id } = await store(task, "away.txt");
    const { key } = await stores.db.prisma.artifact.findUniqueOrThrow({ where: { id } });
    const away = { ...stores.storage, remove: () => Promise.reject(new Error("the bucket is away")) };
    await deleteArtifact({ ...testCtx(stores), storage: away }, { artifact_id: id });
    await expect.poll(() => stores.db.prisma.objectRemoval.count({ where: { key, tries: 1 } })).toBe(1);
    expect(await stores.storage.head(key)).not.toBeNull();
    await stores.db.prisma.objectRemoval.updateMany({ data: { dueAt: new Date(0) } });
    await removeDue(stores);
    expect(await stores.storage.head(key)).toBeNull();
    expect(await stores.db.prisma.objectRemoval.count()).toBe(0);
  });

  test("needs artifacts:write, and a refusal is recorded", async () => {
    const { id } = await store(task, "kept.txt");
    const viewer = reader();
    await expect(deleteArtifact(viewer, { artifact_id: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await getArtifact(viewer, { artifact_id: id })).toMatchObject({ id, path: "kept.txt" });
    const denied = await stores.db.prisma.auditLog.findFirstOrThrow({ where: { actorId: viewer.actor.id } });
    expect(denied.outcome).toBe("denied");
  });
});

test("reading needs artifacts:read", async () => {
  const nobody = testCtx(stores, []);
  await expect(listArtifacts(nobody, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(listRunArtifacts(nobody, { run_id: task.runId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(getArtifact(nobody, { artifact_id: newId("art") })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});

test("the same file is found in the runs before and after, and named by its run", async () => {
  const { prisma } = stores.db;
  const tasks = [await runningTask(stores), await runningTask(stores), await runningTask(stores)];
  const { dagId } = task;
  const days = ["2001-01-03", "2001-01-01", "2001-01-02"];
  const ids: string[] = [];
  for (const [at, one] of tasks.entries()) {
    const of = { attemptId: one.attemptId, runId: one.runId, dagId, taskId: "a" };
    const measured = () => ({ sizeBytes: 1, sha256: "0".repeat(64) });
    const body = Readable.from([Buffer.from("x")]);
    const path = "daily/report.html";
    ids.push((await storeArtifact(stores, of, { path, contentType: "text/html", body, measured })).id);
    await prisma.dagRun.update({
      where: { id: one.runId },
      data: { dagId, logicalDate: new Date(`${days[at]}T00:00:00Z`), runKey: `day ${days[at]}` },
    });
  }
  const [third = "", first = "", second = ""] = ids;
  const around = async (id: string) => {
    const { previous, next } = await getArtifactNeighbours(reader(), { artifact_id: id });
    return [previous?.id ?? null, next?.id ?? null];
  };
  expect(await around(first)).toEqual([null, second]);
  expect(await around(second)).toEqual([first, third]);
  expect(await around(third)).toEqual([second, null]);
  // One that another try has replaced is not the file of that day.
  await prisma.taskInstance.updateMany({
    where: { runId: tasks[2]?.runId ?? "" },
    data: { currentAttemptId: uuidV7() },
  });
  expect(await around(first)).toEqual([null, third]);
  const { run } = await getArtifact(reader(), { artifact_id: third });
  expect(run).toMatchObject({ run_key: "day 2001-01-03", logical_date: "2001-01-03T00:00:00.000Z" });
});
