import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { runningTask } from "../data/testing";
import { testMlflow } from "./testing";

const stores = testStores();
const { held, send, post, get } = testMlflow(stores);
const BASE = "/mlflow/api/2.0/mlflow-artifacts/artifacts";
let runId: string;
let root: string;
const newRun = async () => (await post("/runs/create", { experiment_id: "0" })).body.run.info.run_id;
const put = (path: string, body: BodyInit) => send("PUT", `${BASE}/${root}/${path}`, { body });
const files = async (path = "") =>
  (await send("GET", `${BASE}?path=${encodeURIComponent(`${root}${path}`)}`)).body.files;
const keys = async () => (await stores.storage.list("")).objects.map(({ key }) => key);

beforeAll(async () => {
  runId = await newRun();
  root = `0/${runId}/artifacts`;
});

/** The address as it is: fetch would tidy it. */
function raw(method: string, path: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(held.served.url);
  const headers = { authorization: `Bearer ${held.token}` };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = "";
      response
        .on("data", (chunk) => (text += chunk))
        .on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on("error", reject).end(method === "PUT" ? "x" : undefined);
  });
}

describe("artifacts of a run", () => {
  test("come back as they were stored, whole and in part, as a download", async () => {
    const bytes = randomBytes(100_000);
    expect((await put("a/b.bin", bytes)).status).toBe(200);
    const response = await fetch(`${held.served.url}${BASE}/${root}/a/b.bin`, {
      headers: { authorization: `Bearer ${held.token}`, range: "bytes=10-19" },
    });
    expect(response.status).toBe(206);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
    expect(response.headers.get("content-disposition")).toContain('filename="b.bin"');
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    await put("a/b.bin", "second");
    expect((await send("GET", `${BASE}/${root}/a/b.bin`)).text).toBe("second");
    expect((await send("GET", `/api/2.0/mlflow-artifacts/artifacts/${root}/a/b.bin`)).text).toBe("second");
  });

  test("are listed by one folder, with odd names and empty files", async () => {
    for (const name of [
      "l/sp ace.txt",
      "l/%C3%BC+%C3%A4.txt",
      "l/100%25.txt",
      // As MLflow 2 names the images of a step: escapes of nothing, of a control character, and of #.
      "images/loss%25step%2523%25timestamp%251795909878637%25of119a65.png",
      "l/empty",
      "l/sub/deep.txt",
      "l/sub2/x",
    ])
      expect((await put(name, name.endsWith("empty") ? "" : "xy")).status).toBe(200);
    expect(await files("/l")).toEqual([
      { path: "100%.txt", is_dir: false, file_size: 2 },
      { path: "empty", is_dir: false },
      { path: "sp ace.txt", is_dir: false, file_size: 2 },
      { path: "sub", is_dir: true },
      { path: "sub2", is_dir: true },
      { path: "ü+ä.txt", is_dir: false, file_size: 2 },
    ]);
    expect(await files("/l/empty")).toBeUndefined();
    expect(await files("/nothing")).toBeUndefined();
    const listed = await get("/artifacts/list", { run_id: runId, path: "l/sub" });
    expect(listed.body).toEqual({
      root_uri: `mlflow-artifacts:/${root}`,
      files: [{ path: "l/sub/deep.txt", is_dir: false, file_size: 2 }],
    });
    expect(
      (await send("GET", `${BASE}/${root}/l/%C3%BC+%C3%A4.txt`)).headers.get("content-disposition"),
    ).toContain("filename*=UTF-8''%C3%BC%2B%C3%A4.txt");
  });

  test("are removed, files and folders, again and again, and the audit log says by whom", async () => {
    for (const name of ["r/a", "r/b/c", "rest"]) await put(name, "x");
    for (let again = 0; again < 2; again++)
      expect((await send("DELETE", `${BASE}/${root}/r`)).status).toBe(200);
    expect(await files("/r")).toBeUndefined();
    expect((await send("GET", `${BASE}/${root}/rest`)).text).toBe("x");
    expect(
      await stores.db.prisma.auditLog.count({
        where: { action: "experiment_run.delete_artifacts", targetId: runId },
      }),
    ).toBe(2);
  });

  test("that are not there are 404, a folder is 400", async () => {
    const missing = await send("GET", `${BASE}/${root}/none`);
    expect([missing.status, missing.body.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    await put("dir/x", "x");
    for (const method of ["GET", "PUT"])
      expect((await send(method, `${BASE}/${root}/dir`, method === "PUT" ? { body: "x" } : {})).status).toBe(
        400,
      );
  });

  test("of a deleted run are read and not written", async () => {
    const other = await newRun();
    await send("PUT", `${BASE}/0/${other}/artifacts/a`, { body: "x" });
    await post("/runs/delete", { run_id: other });
    expect((await send("GET", `${BASE}/0/${other}/artifacts/a`)).text).toBe("x");
    expect((await send("PUT", `${BASE}/0/${other}/artifacts/a`, { body: "y" })).status).toBe(400);
  });

  test("of a task that ended in the middle are not stored", async () => {
    const task = await runningTask(stores);
    const { hostname, port } = new URL(held.served.url);
    const request = httpRequest({
      ...{ hostname, port, path: `${BASE}/${root}/late`, method: "PUT", agent: false },
      headers: { ...task.headers, "content-length": 6 },
    });
    const status = new Promise((resolve) =>
      request.on("response", (response) => resolve(response.resume().statusCode)),
    );
    request.write("one");
    await task.end();
    request.end("two");
    expect([400, 401]).toContain(await status);
    expect((await send("GET", `${BASE}/${root}/late`)).status).toBe(404);
  });
});

describe("no path leads out of a run", () => {
  const OUT = [
    "../x",
    "a/../../x",
    "%2e%2e/x",
    "..%2fx",
    "%2e%2e%2fx",
    "%252e%252e%252fx",
    "%25252e%25252e%25252fx",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "..%5cx",
    "a%5c..%5cx",
    "C:%5cx",
    "C:/x",
    "a%00b",
    "a%0d%0ab",
    "a%7fb",
    "a%23b",
    "a//b",
    "./a",
    `a/${"x".repeat(300)}`,
    `${"x/".repeat(500)}x`,
    "%ff",
  ];
  test.each(OUT)("%s is refused by every method", async (path) => {
    const before = await keys();
    for (const method of ["GET", "PUT", "DELETE"]) {
      const { status, text } = await raw(method, `${BASE}/${root}/${path}`);
      expect([method, [400, 404].includes(status)]).toEqual([method, true]);
      expect(text).not.toContain("root:");
    }
    expect(await keys()).toEqual(before);
    const list = await get("/artifacts/list", {
      run_id: runId,
      path: decodeURIComponent(path === "%ff" ? "a/../b" : path),
    });
    expect(list.status).toBe(400);
    const proxied = await send("GET", `${BASE}?path=${encodeURIComponent(`${root}/${path}`)}`);
    expect([400, 200]).toContain(proxied.status);
    if (proxied.status === 200) expect(proxied.body).toEqual({});
  });

  test("nor do other beginnings: no root, no run, no other area", async () => {
    await stores.storage.putBytes("code/secret", "x");
    for (const path of [
      "",
      "0",
      "0/",
      `0/${runId}`,
      `0/${runId}/other/x`,
      `0/${"0".repeat(32)}/artifacts/x`,
      "code/secret",
      "../code/secret",
      `x/${runId}/artifacts/a`,
    ])
      for (const method of ["GET", "PUT", "DELETE"]) {
        const { status } = await raw(method, `${BASE}/${path}`);
        expect([400, 404, 405]).toContain(status);
      }
    for (const path of ["", "/", "0", `0/${runId}`])
      expect([400, 404]).toContain((await send("GET", `${BASE}?path=${encodeURIComponent(path)}`)).status);
    expect((await send("GET", BASE)).status).toBe(400);
    expect(await stores.storage.head("code/secret")).not.toBeNull();
  });

  test("and the bucket's own door does not lead to them", async () => {
    const task = await runningTask(stores);
    const { status } = await send("GET", `/data/objects/experiments/runs/${runId}/a/b.bin`, {
      headers: task.headers,
    });
    expect(status).toBe(403);
  });
});
