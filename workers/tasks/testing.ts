import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { type Pack, pack } from "tar-stream";
import { afterAll, beforeAll } from "vitest";
import { readLog } from "@/lib/logs";
import { savePipeline } from "@/lib/pipelines";
import type { Deps } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/ids";
import type { ObjectStore } from "@/lib/platform/storage";
import { getRun, triggerRun } from "@/lib/runs";
import { tick } from "@/lib/scheduler";
import type { TaskQueue } from "@/lib/tasks";
import { connectedQueue } from "@/lib/tasks/testing";
import { type FileStores, stubEnv, testCtx, waitFor } from "@/lib/testing";
import { bundle } from "@/scripts/bundle.mjs";
import { type Served, serve } from "@/workers/serving/data/testing";
import type { Limits } from "./sandbox/limits";
import { allFacts } from "./sandbox/processes";
import { startTaskWorker, type WorkerOptions } from "./worker";

/** Longer than any test, so the test's own time limit ends a wait. */
const PATIENCE_MS = 200_000;

export type Attempt = Awaited<ReturnType<typeof getRun>>["tasks"][number]["attempts"][number];

/** A real worker on the file's own stores, for the length of the file. */
export function testWorker(
  stores: FileStores,
  overrides: {
    concurrency?: number;
    fetchAllow?: string;
    isolation?: Partial<WorkerOptions["isolation"]>;
    limits?: Partial<Limits>;
    leaseMs?: number;
    /** Stores and settings that differ from the file's own. */
    deps?: () => Deps;
    onStop?: () => void;
  } = {},
) {
  const ctx = () => testCtx(stores);
  const state = {} as {
    queue: TaskQueue;
    worker: Awaited<ReturnType<typeof startTaskWorker>>;
    home: string;
    /** A folder in which every task may read and write. */
    shared: string;
    programs: string;
    served: Served;
  };

  beforeAll(async () => {
    state.queue = await connectedQueue(stores.env.REDIS_URL);
    state.home = await mkdtemp(join(tmpdir(), "gwanje-worker-"));
    // Tasks of another user pass through, as in an installation.
    await chmod(state.home, 0o711);
    state.shared = await mkdtemp(join(tmpdir(), "gwanje-shared-"));
    await chmod(state.shared, 0o1777);
    // The data plane reads the sign-in settings of its process when it is asked.
    stubEnv(stores.env);
    state.programs = await buildPrograms();
    state.served = await serve(stores);
    const { concurrency = 3, fetchAllow = "" } = overrides;
    state.worker = await startTaskWorker(overrides.deps?.() ?? stores, {
      redisUrl: stores.env.REDIS_URL,
      dataUrl: state.served.url,
      home: state.home,
      root: process.cwd(),
      programs: state.programs,
      fetchAllow,
      taskLimits: { memoryMb: 300, diskMb: 128, processes: 200, ...overrides.limits },
      isolation: {
        demanded: null,
        firstUid: 61_200,
        mounts: [state.shared],
        ports: [],
        ...overrides.isolation,
      },
      ...(overrides.leaseMs && { leaseMs: overrides.leaseMs }),
      ...(overrides.onStop && { onStop: overrides.onStop }),
      worker: { id: newId("wrk"), host: "test", pid: process.pid, queues: ["default"], concurrency },
    });
  });
  afterAll(async () => {
    await state.worker?.drain(0);
    await state.queue?.close();
    await state.served?.close();
    await rm(state.home, { recursive: true, force: true });
    await rm(state.shared, { recursive: true, force: true });
    await rm(state.programs, { recursive: true, force: true });
  });

  /** Saves a pipeline, with a code bundle when files are given, and starts a run of it. */
  async function start(dagId: string, tasks: readonly object[], files?: Record<string, string>) {
    const params = { properties: { who: { type: "string" } } };
    const spec = { dag_id: dagId, params, tasks };
    await savePipeline(ctx(), { dag_id: dagId, spec, parent_id: null });
    if (files) await attachCode(stores, dagId, files);
    const { id } = await triggerRun(ctx(), { dag_id: dagId, params: { who: "Ada; echo no" } });
    await tick(stores, state.queue, new Date());
    return id;
  }
  /** Read again after the end, because one reply consists of several reads. */
  async function ended(runId: string, patienceMs = PATIENCE_MS) {
    const over = async () => (await getRun(ctx(), { run_id: runId })).finished_at !== null;
    await waitFor("the end of the run", over, patienceMs);
    return getRun(ctx(), { run_id: runId });
  }
  const linesOf = async (attemptId: string) => (await readLog(ctx(), { attempt_id: attemptId })).lines;
  /** Runs a single task to its end; returns its attempt, result and log. */
  async function runTask(task: object, files?: Record<string, string>) {
    const run = await ended(await start(newId("evt"), [{ task_id: "a", ...task }], files));
    const found = run.tasks[0];
    const attempt = found?.attempts.at(-1);
    if (!found || !attempt) throw new Error("The task has no attempt");
    const log = (await linesOf(attempt.id)).map((line) => line.m).join("\n");
    return { attempt, result: found.result, log };
  }
  return { ctx, state, start, ended, linesOf, runTask };
}

/** Builds our own programs inside the repository, so that they find packages. */
export async function buildPrograms(
  names: readonly string[] = ["task-launcher", "task-http", "task-duckdb", "task-postgres"],
): Promise<string> {
  const parent = join(process.cwd(), ".test");
  await mkdir(parent, { recursive: true });
  const programs = await mkdtemp(join(parent, "programs-"));
  await chmod(programs, 0o755);
  await bundle(
    names.map((name) => join(process.cwd(), "workers", `${name}.ts`)),
    programs,
  );
  return programs;
}

/** Stores files as the loader does and pins the pipeline's head to them. */
async function attachCode(stores: FileStores, dagId: string, files: Record<string, string>): Promise<void> {
  const sha256 = await storeBundle(stores.storage, files);
  const bundle = { sha256, sizeBytes: 0n, files: [] };
  await stores.db.prisma.codeBundle.upsert({ where: { sha256 }, create: bundle, update: {} });
  await stores.db.prisma.dagVersion.updateMany({ where: { dagId }, data: { codeSha256: sha256 } });
}

export async function storeBundle(storage: ObjectStore, files: Record<string, string>): Promise<string> {
  const tar = pack();
  for (const [name, text] of Object.entries(files))
    tar.entry({ name, mode: 0o644, mtime: new Date(0) }, text);
  tar.finalize();
  return storeTar(storage, tar);
}

/** Stores a finished tar under its hash and returns the hash. */
export async function storeTar(storage: ObjectStore, tar: Pack): Promise<string> {
  const bytes = await buffer(tar);
  const sha256 = sha256Hex(bytes);
  await storage.putBytes(`code/${sha256}`, bytes);
  return sha256;
}

/** Command lines of live processes other than ours that contain this text. */
export function processesWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return command.includes(text) ? [command] : [];
      } catch {
        return [];
      }
    });
}

/** The launchers that this process has started. */
export function launchersOf(parent: number): number[] {
  return allFacts()
    .filter((one) => one.parent === parent)
    .map((one) => one.pid)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("task-launcher"));
}
