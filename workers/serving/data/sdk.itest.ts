import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { childEnv, searchPath } from "@/lib/platform/env";
import { artifacts, DataPlaneError, objects } from "@/lib/sdk/task";
import { stubEnv, testStores } from "@/lib/testing";
import { runningTask, type Served, serve } from "./testing";

// The two clients that tasks have, against the server they are made for.
const stores = testStores();
const run = promisify(execFile);
let served: Served;
let task: Awaited<ReturnType<typeof runningTask>>;
let dir: string;
let env: Record<string, string>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "gwanje-sdk-"));
  const { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = stores.env;
  const settings = { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  stubEnv(settings);
  served = await serve(stores);
  task = await runningTask(stores);
  env = {
    GWANJE_RUN_ID: task.runId,
    GWANJE_DAG_ID: task.dagId,
    GWANJE_TASK_ID: "a",
    GWANJE_ATTEMPT_ID: task.attemptId,
    GWANJE_TRY_NUMBER: "1",
    GWANJE_BUCKET: stores.env.S3_BUCKET,
    GWANJE_URL: served.url,
    GWANJE_TOKEN: task.token,
    GWANJE_INPUT_FILE: join(dir, "input.json"),
    GWANJE_RESULT_FILE: join(dir, "result.json"),
  };
  stubEnv({ ...settings, ...env });
});
afterAll(async () => {
  await served?.close();
  await rm(dir, { recursive: true, force: true });
});

const KEY = "sdk/한글 & 100%/a+b=c?.txt";

test("TypeScript: objects and artifacts, by bytes and by file", async () => {
  const [from, to] = [join(dir, "from.txt"), join(dir, "to.txt")];
  await writeFile(from, "of a file");
  await objects.put(KEY, "of bytes");
  expect(String(await objects.get(KEY))).toBe("of bytes");
  await objects.upload(from, "sdk/file.txt");
  await objects.download("sdk/file.txt", to);
  expect(await readFile(to, "utf8")).toBe("of a file");
  const keys: string[] = [];
  for await (const { key } of objects.list("sdk/")) keys.push(key);
  expect(keys).toEqual(["sdk/file.txt", KEY]);
  expect(await objects.exists(KEY)).toBe(true);
  await objects.remove(KEY);
  expect(await objects.exists(KEY)).toBe(false);
  await expect(objects.get("logs/x")).rejects.toThrow(DataPlaneError);
  await expect(objects.get("logs/x")).rejects.toThrow(/logs\/ is kept by Gwanje/);

  await artifacts.put("plots/a.html", "<p>");
  await artifacts.upload(from, "a.txt");
  expect(String(await artifacts.get("plots/a.html"))).toBe("<p>");
  const rows = await stores.db.prisma.artifact.findMany({ orderBy: { path: "asc" } });
  expect(rows.map(({ path, contentType }) => [path, contentType])).toEqual([
    ["a.txt", "text/plain; charset=utf-8"],
    ["plots/a.html", "text/html; charset=utf-8"],
  ]);
});

test("Python: objects and artifacts, by bytes and by file", async () => {
  const program = `
import gwanje, pathlib
key = ${JSON.stringify(KEY)}
gwanje.objects.put(key, "of bytes")
assert gwanje.objects.get(key) == b"of bytes"
pathlib.Path("from.txt").write_text("of a file")
gwanje.objects.upload("from.txt", "sdk/file.txt")
gwanje.objects.download("sdk/file.txt", "to.txt")
assert pathlib.Path("to.txt").read_text() == "of a file"
assert [one["key"] for one in gwanje.objects.list("sdk/")] == ["sdk/file.txt", key]
assert gwanje.objects.exists(key)
gwanje.objects.remove(key)
assert not gwanje.objects.exists(key)
gwanje.artifacts.put("py.json", "{}")
gwanje.artifacts.upload("from.txt", "py.txt")
assert gwanje.artifacts.get("py.json") == b"{}"
try:
    gwanje.objects.put("code/x", "x")
except gwanje.DataPlaneError as error:
    print(error.status, error.code)
`;
  const python = {
    PATH: searchPath(),
    PYTHONPATH: join(process.cwd(), "lib/sdk/python"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const { stdout } = await run("python3", ["-c", program], {
    cwd: dir,
    env: childEnv({ ...python, ...env }),
  });
  expect(stdout.trim()).toBe("403 FORBIDDEN");
});
