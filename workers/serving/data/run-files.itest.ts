import { request as httpRequest } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import {
  createLoggedModel,
  createRun,
  deleteRun,
  listArtifactPage,
  readArtifactHead,
} from "@/lib/experiments";
import { runOf } from "@/lib/experiments/testing";
import { signedIn } from "@/lib/http/testing";
import { AppError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import { tokenOf } from "../mlflow/testing";
import { problemOf, testPlane } from "./testing";

const stores = testStores();
const { plane, call } = testPlane(stores);
const OWNERS = ["experiment-runs", "logged-models"] as const;
let runId: string;
let modelId: string;
let reader: Record<string, string>;
const ctx = () => testCtx(stores, ["experiments:read", "experiments:write"]);
const idOf = (owner: (typeof OWNERS)[number]) => (owner === "experiment-runs" ? runId : modelId);
const keyOf = (owner: (typeof OWNERS)[number], path: string) =>
  `experiments/${owner === "experiment-runs" ? "runs" : "models"}/${idOf(owner)}/${path}`;
const refOf = (owner: (typeof OWNERS)[number]) =>
  owner === "experiment-runs" ? { run_id: runId } : { model_id: modelId };

beforeAll(async () => {
  runId = runOf(await createRun(ctx(), { experiment_id: "0" })).info.run_id;
  const model: { info: { model_id: string } } = JSON.parse(
    await createLoggedModel(ctx(), { experiment_id: "0" }),
  );
  modelId = model.info.model_id;
  reader = { authorization: `Bearer ${await tokenOf(stores, ["experiments:read"])}` };
});

const get = (path: string, headers: Record<string, string> = reader) =>
  fetch(`${plane.served.url}${path}`, { headers });

describe.each(OWNERS)("files of %s", (owner) => {
  const store = (path: string, body: string, type?: string) =>
    stores.storage.putBytes(keyOf(owner, path), body, type);

  test("are downloaded as files, by a token or a session, whatever their name", async () => {
    await store("r/보고서 100%.html", "<script>1</script>", "text/html");
    const path = `/data/downloads/${owner}/${idOf(owner)}/r/${encodeURIComponent("보고서 100%.html")}`;
    const got = await get(path);
    expect(await got.text()).toBe("<script>1</script>");
    expect(got.headers.get("content-disposition")).toContain("attachment; filename=");
    expect(got.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
    const { cookie } = await signedIn(stores, "viewer");
    expect((await get(path, { cookie })).status).toBe(200);
    expect((await get(path, {})).status).toBe(401);
    const other = { authorization: `Bearer ${await tokenOf(stores, ["artifacts:read"])}` };
    expect((await get(path, other)).status).toBe(403);
    const part = await get(path, { ...reader, range: "bytes=1-6" });
    expect([part.status, await part.text()]).toEqual([206, "script"]);
  });

  test("are previewed under a policy that closes the network, a report in a frame only", async () => {
    await store("a.html", "<p>", "text/html");
    await store("plot.png", "png", "application/octet-stream");
    await store("weights.bin", "\0", "application/octet-stream");
    const at = `/data/previews/${owner}/${idOf(owner)}`;
    const report = await get(`${at}/a.html`, { ...reader, "sec-fetch-dest": "iframe" });
    expect(report.headers.get("content-security-policy")).toMatch(
      /^sandbox allow-scripts; default-src 'none'/,
    );
    expect((await get(`${at}/a.html`, { ...reader, "sec-fetch-dest": "document" })).status).toBe(403);
    const image = await get(`${at}/plot.png`);
    expect(image.headers.get("content-type")).toBe("image/png");
    expect(image.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
    expect((await get(`${at}/weights.bin`)).status).toBe(422);
  });

  test("are listed by pages, one folder at a time, with sizes", async () => {
    for (const path of ["l/a", "l/b/x", "l/b/y", "l/b.txt", "l/c", "l/한/z"]) await store(path, "xyz");
    const seen: (readonly [string, number | null])[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listArtifactPage(ctx(), {
        owner: refOf(owner),
        path: "l",
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      expect(page.data.length).toBeLessThanOrEqual(2);
      expect(page.has_more).toBe(page.next_cursor !== null);
      seen.push(...page.data.map(({ path, size_bytes }) => [path, size_bytes] as const));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual([
      ["l/a", 3],
      ["l/b.txt", 3],
      ["l/b", null],
      ["l/c", 3],
      ["l/한", null],
    ]);
    const root = await listArtifactPage(ctx(), { owner: refOf(owner) });
    expect(root.data.map(({ path }) => path)).toContain("l");
    for (const path of ["l/a", "none"])
      expect((await listArtifactPage(ctx(), { owner: refOf(owner), path })).data).toEqual([]);
  });

  const head = (path: string, as?: "text") =>
    readArtifactHead(ctx(), { owner: refOf(owner), path, ...(as && { as }) });

  test("show their beginning: any text, tables as rows, never more than 256 KB", async () => {
    await store("notes.odd", "가나다", "application/x-unknown");
    expect(await head("notes.odd")).toEqual({
      path: "notes.odd",
      size_bytes: 9,
      content_type: "application/x-unknown",
      kind: "text",
      text: "가나다",
      table: null,
      shown_bytes: 9,
      is_whole: true,
      download_url: `/data/downloads/${owner}/${idOf(owner)}/notes.odd`,
    });
    await store("big.json", `[${"1234567,".repeat(1_300_000)}1]`, "application/json");
    const big = await head("big.json");
    expect(big).toMatchObject({
      kind: "text",
      shown_bytes: 262_144,
      is_whole: false,
      size_bytes: 10_400_003,
    });
    expect(big.text?.length).toBe(262_144);
    await store("cut.txt", "가".repeat(100_000), "text/plain");
    expect((await head("cut.txt")).text).toBe("가".repeat(87_381));
    await store("t.csv", "a,b\n1,2\n", "text/plain");
    expect(await head("t.csv")).toMatchObject({
      kind: "table",
      table: { columns: ["a", "b"], rows: [["1", "2"]], total_rows: 1 },
      is_whole: true,
    });
    expect(await head("t.csv", "text")).toMatchObject({ kind: "text", text: "a,b\n1,2\n", table: null });
    await store("t.json", '{"columns":["a"],"data":[[0.10]]}', "text/plain");
    expect((await head("t.json")).table?.rows).toEqual([["0.10"]]);
    await store("empty", "");
    expect(await head("empty")).toMatchObject({ kind: "text", text: "", is_whole: true });
    await store("model.pkl", "\x80\x04\0");
    expect(await head("model.pkl")).toMatchObject({ kind: "binary", text: null, table: null });
    await store("a.parquet", "PAR1\0", "application/octet-stream");
    expect(await head("a.parquet")).toMatchObject({ kind: "parquet", text: null, table: null });
    await store("a.html", "<p>", "text/html");
    expect(await head("a.html")).toMatchObject({ kind: "html", text: null });
    expect(await head("a.html", "text")).toMatchObject({ kind: "text", text: "<p>" });
  });

  test("that are not there are 404, a folder is no file", async () => {
    await store("dir/x", "x");
    const at = `/data/downloads/${owner}/${idOf(owner)}`;
    expect((await get(`${at}/none`)).status).toBe(404);
    expect((await get(`${at}/dir`)).status).toBe(422);
    await expect(head("none")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(head("dir")).rejects.toMatchObject({ code: "INVALID" });
  });
});

test("of a deleted run are read all the same; of no run there are none", async () => {
  const gone = runOf(await createRun(ctx(), { experiment_id: "0" })).info.run_id;
  await stores.storage.putBytes(`experiments/runs/${gone}/a`, "x");
  await deleteRun(ctx(), { run_id: gone });
  expect((await get(`/data/downloads/experiment-runs/${gone}/a`)).status).toBe(200);
  for (const id of ["0".repeat(32), "x", `../${gone}`]) {
    await expect(listArtifactPage(ctx(), { owner: { run_id: id } })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const problem = await problemOf(await get(`/data/downloads/experiment-runs/${encodeURIComponent(id)}/a`));
    expect(problem.code).toBe("NOT_FOUND");
  }
});

describe("no path leads out of a run or a model", () => {
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
  /** The address as it is: fetch would tidy it. */
  function raw(path: string): Promise<{ status: number; text: string }> {
    const { hostname, port } = new URL(plane.served.url);
    return new Promise((resolve, reject) => {
      const request = httpRequest({ hostname, port, path, headers: reader, agent: false }, (response) => {
        let text = "";
        response
          .on("data", (chunk) => (text += chunk))
          .on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      request.on("error", reject).end();
    });
  }

  test.each(OUT)("%s is refused", async (path) => {
    await stores.storage.putBytes("experiments/runs/x", "root:x");
    await stores.storage.putBytes("experiments/x", "root:x");
    for (const owner of OWNERS)
      for (const area of ["downloads", "previews"]) {
        const { status, text } = await raw(`/data/${area}/${owner}/${idOf(owner)}/${path}`);
        expect([400, 404, 422]).toContain(status);
        expect(text).not.toContain("root:");
      }
    if (path === "%ff") return;
    const decoded = decodeURIComponent(path);
    for (const owner of OWNERS) {
      const refused = async (work: Promise<unknown>) =>
        expect(await work.catch((error: unknown) => error instanceof AppError && error.code)).toBe("INVALID");
      await refused(listArtifactPage(ctx(), { owner: refOf(owner), path: decoded }));
      await refused(readArtifactHead(ctx(), { owner: refOf(owner), path: decoded }));
    }
  });

  test("nor does a cursor that was made by hand", async () => {
    await stores.storage.putBytes(`experiments/runs/${runId}/only`, "x");
    await stores.storage.putBytes("experiments/secret", "x");
    for (const values of [["../../"], ["\u{10FFFF}"], [""], ["/../../experiments"], [5], [null]]) {
      const cursor = Buffer.from(JSON.stringify(values)).toString("base64url");
      const page = await listArtifactPage(ctx(), { owner: { run_id: runId }, cursor });
      expect(page.data.filter(({ path }) => path.includes("secret"))).toEqual([]);
    }
  });

  test("nor is the task's own door open to them", async () => {
    await stores.storage.putBytes(`experiments/runs/${runId}/only`, "x");
    expect((await call("GET", `/data/objects/experiments/runs/${runId}/only`)).status).toBe(403);
  });
});
