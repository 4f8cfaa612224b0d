import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const seen: { method: string; url: string; type: string; body: string }[] = [];
let answers: { status: number; body?: string }[] = [];
let server: Server;
let dir: string;
let url: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "gwanje-py-"));
  server = createServer(async (req, res) => {
    let body = "";
    for await (const part of req) body += part;
    seen.push({
      method: req.method ?? "",
      url: req.url ?? "",
      type: req.headers["content-type"] ?? "",
      body,
    });
    const answer = req.headers.authorization === "Bearer secret" ? answers.shift() : { status: 401 };
    res.writeHead(answer?.status ?? 200).end(answer?.body ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
beforeEach(() => {
  seen.length = 0;
  answers = [];
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

function python(...args: string[]) {
  const env = {
    NODE_ENV: "test" as const,
    PATH: process.env.PATH ?? "",
    PYTHONPATH: here,
    PYTHONDONTWRITEBYTECODE: "1",
    GWANJE_URL: url,
    GWANJE_TOKEN: "secret",
    GWANJE_BUCKET: "gwanje",
    GWANJE_INPUT_FILE: join(dir, "input.json"),
    GWANJE_RESULT_FILE: join(dir, "result.json"),
  };
  return run("python3", args, { cwd: dir, env, encoding: "utf8" });
}

it("puts, gets, lists and knows what is not there", async () => {
  const page = (key: string, next_cursor: string | null) => ({
    status: 200,
    body: JSON.stringify({ objects: [{ key }], next_cursor }),
  });
  answers = [
    { status: 200 },
    { status: 200, body: "rows" },
    page("raw/a", "c1"),
    page("raw/b", null),
    { status: 404 },
  ];
  const { stdout } = await python(
    "-c",
    `import gwanje
gwanje.objects.put("raw/flights/date=2001-01-01.json", "{}")
print(gwanje.objects.get("raw/a b").decode())
print([o["key"] for o in gwanje.objects.list("raw/")])
print(gwanje.objects.exists("raw/none"), gwanje.objects.url("raw/x"))`,
  );
  expect(stdout.split("\n").slice(0, 3)).toEqual(["rows", "['raw/a', 'raw/b']", "False s3://gwanje/raw/x"]);
  expect(seen.map((one) => `${one.method} ${one.url}`)).toEqual([
    "PUT /data/objects/raw/flights/date%3D2001-01-01.json",
    "GET /data/objects/raw/a%20b",
    "GET /data/objects?prefix=raw%2F",
    "GET /data/objects?prefix=raw%2F&cursor=c1",
    "HEAD /data/objects/raw/none",
  ]);
  expect(seen[0]).toMatchObject({ type: "application/json", body: "{}" });
});

it("uploads a whole file again when the server is draining", async () => {
  await writeFile(join(dir, "up.csv"), "a,b\n1,2\n");
  answers = [{ status: 503 }, { status: 200 }];
  await python("-m", "gwanje", "artifact", "up.csv", "faults.csv");
  expect(seen).toEqual(
    Array(2).fill({ method: "PUT", url: "/data/artifacts/faults.csv", type: "text/csv", body: "a,b\n1,2\n" }),
  );
});

it("gives a shell one value of the input and takes its result", async () => {
  await writeFile(
    join(dir, "input.json"),
    JSON.stringify({ inputs: { ingest: { sha256: "abc", rows: 3 } } }),
  );
  expect((await python("-m", "gwanje", "input", "inputs.ingest.sha256")).stdout).toBe("abc\n");
  expect((await python("-m", "gwanje", "input", "inputs.ingest.rows")).stdout).toBe("3\n");
  await expect(python("-m", "gwanje", "input", "inputs.none")).rejects.toMatchObject({
    code: 1,
    stderr: 'The input has no "inputs.none".\n',
  });
  await writeFile(join(dir, "out.json"), '{"ok": true}');
  await python("-m", "gwanje", "result", "out.json");
  expect(JSON.parse(await readFile(join(dir, "result.json"), "utf8"))).toEqual({ ok: true });
});

it("shows the problem's text, skips with 99, and fails with 1, or 98 for good", async () => {
  answers = [{ status: 403, body: JSON.stringify({ code: "reserved_prefix", detail: "logs/ is reserved" }) }];
  await expect(python("-m", "gwanje", "download", "logs/x", "x")).rejects.toMatchObject({
    stderr: "GET /data/objects/logs/x answered 403: logs/ is reserved\n",
  });
  await expect(python("-c", "import gwanje; gwanje.skip('no history')")).rejects.toMatchObject({
    code: 99,
    stdout: "Skipped: no history\n",
  });
  for (const [more, code] of [
    ["", 1],
    [", retry=False", 98],
  ] as const)
    await expect(python("-c", `import gwanje; gwanje.fail('no such day'${more})`)).rejects.toMatchObject({
      code,
      stderr: "Failed: no such day\n",
    });
  for (const value of ["{'a': [{'id': 1909198862420847982}]}", "(1, -2**53)"])
    await expect(python("-c", `import gwanje; gwanje.result(${value})`)).rejects.toMatchObject({
      stderr: expect.stringContaining("too large to be exact"),
    });
  await expect(python("-c", "import gwanje; gwanje.result({'loss': float('nan')})")).rejects.toThrow();
  await expect(python("-c", "import gwanje; gwanje.result('x' * 1024 * 1024)")).rejects.toMatchObject({
    stderr: expect.stringContaining("store it as an object"),
  });
});
