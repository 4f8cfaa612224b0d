import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { signedIn } from "@/lib/http/testing";
import { testStores } from "@/lib/testing";
import { problemOf, runningTask, testPlane } from "./testing";

const stores = testStores();
const { plane, call, put, begin } = testPlane(stores);

describe("artifacts of the attempt", () => {
  test("are stored with a row, replaced under the same id, and read by that attempt alone", async () => {
    const stored = await (
      await put("/data/artifacts/plots/한글 a.png", "one", { "content-type": "image/png" })
    ).json();
    expect(stored).toMatchObject({
      run_id: plane.task.runId,
      dag_id: plane.task.dagId,
      task_id: "a",
      attempt_id: plane.task.attemptId,
      path: "plots/한글 a.png",
      content_type: "image/png",
      size_bytes: 3,
      sha256: createHash("sha256").update("one").digest("hex"),
    });
    const again = await (await put("/data/artifacts/plots/한글 a.png", "three")).json();
    expect(again).toMatchObject({ id: stored.id, size_bytes: 5 });
    expect(await (await call("GET", "/data/artifacts/plots/한글 a.png")).text()).toBe("three");
    const { objects } = await stores.storage.list(`artifacts/${plane.task.runId}/`);
    expect(objects.map(({ sizeBytes }) => sizeBytes)).toEqual([5]);
    const other = await runningTask(stores);
    const foreign = await fetch(`${plane.served.url}/data/artifacts/plots/한글 a.png`, {
      headers: other.headers,
    });
    expect(foreign.status).toBe(404);
  });

  test.each([
    "exact/a",
    "exact/a.txt.gz",
    "exact",
    "exac%5F/a.txt",
    "exact/%25",
    "EXACT/a.txt",
    "xact/a.txt",
  ])("%s is not exact/a.txt", async (path) => {
    expect((await put("/data/artifacts/exact/a.txt", "one")).status).toBe(200);
    expect((await call("GET", `/data/artifacts/${path}`)).status).toBe(404);
  });

  test.each(["/data/artifacts/../x", "/data/artifacts/a%2f..%2fb", "/data/artifacts/a%00"])(
    "%s is refused",
    async (path) => {
      const { request, status } = begin("PUT", path);
      request.end("x");
      expect(await status).toBe(422);
    },
  );
});

describe("artifacts for people", () => {
  const store = async (path: string, body: string, type: string): Promise<string> =>
    (await (await put(`/data/artifacts/${path}`, body, { "content-type": type })).json()).id;
  const as = (cookie: string, path: string, headers: Record<string, string> = {}) =>
    fetch(`${plane.served.url}${path}`, { headers: { cookie, ...headers } });

  test("are downloaded as files, never shown as pages of ours", async () => {
    const { cookie } = await signedIn(stores, "viewer");
    const id = await store('r/보고서 "1".html', "<script>1</script>", "text/html");
    const got = await as(cookie, `/data/downloads/artifacts/${id}`);
    expect(await got.text()).toBe("<script>1</script>");
    expect(got.headers.get("content-disposition")).toBe(
      `attachment; filename="___ _1_.html"; filename*=UTF-8''${encodeURIComponent('보고서 "1".html')}`,
    );
    expect(got.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await fetch(`${plane.served.url}/data/downloads/artifacts/${id}`)).status).toBe(401);
    expect((await call("GET", `/data/downloads/artifacts/${id}`)).status).toBe(403);
    expect((await as(cookie, "/data/downloads/artifacts/art_none")).status).toBe(404);
    expect((await as(cookie, `/data/downloads/artifacts/${id.slice(0, -1)}`)).status).toBe(404);
    expect((await as(cookie, "/data/downloads/artifacts/a%00")).status).toBe(422);
  });

  test("are previewed under a policy that gives a report an origin of its own and no network", async () => {
    const { cookie } = await signedIn(stores, "viewer");
    const html = await as(cookie, `/data/previews/artifacts/${await store("p.html", "<p>", "text/html")}`);
    const policy = html.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none';/);
    expect(policy).not.toMatch(
      /allow-same-origin|allow-top|allow-popups|allow-forms|'self'(?<!frame-ancestors 'self')/,
    );
    expect(html.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    const report = `/data/previews/artifacts/${await store("q.html", "<p>", "text/html")}`;
    const forA = async (dest: string) => (await as(cookie, report, { "sec-fetch-dest": dest })).status;
    expect(await forA("iframe")).toBe(200);
    for (const dest of ["document", "frame", "embed", "object", "empty"])
      expect(await forA(dest), dest).toBe(403);
    const text = await as(cookie, `/data/previews/artifacts/${await store("p.csv", "a,b", "text/csv")}`, {
      range: "bytes=0-0",
    });
    expect(text.status).toBe(206);
    expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(text.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
    expect(await text.text()).toBe("a");
    const svg = await as(
      cookie,
      `/data/previews/artifacts/${await store("p.svg", "<svg/>", "image/svg+xml")}`,
    );
    expect(svg.headers.get("content-security-policy")).toMatch(/^sandbox; /);
    const binary = await store("p.onnx", "x", "application/octet-stream");
    expect((await problemOf(await as(cookie, `/data/previews/artifacts/${binary}`))).code).toBe("INVALID");
  });
});
