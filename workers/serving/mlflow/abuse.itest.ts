import { request as httpRequest } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { signedIn } from "@/lib/http/testing";
import { testStores } from "@/lib/testing";
import { testMlflow } from "./testing";

/** What servers of this protocol have suffered from, and no other file of this folder tries. */
const stores = testStores();
const { held, send, post } = testMlflow(stores, [
  ...["experiments:read", "experiments:write", "models:read", "models:write"],
]);
const BASE = "/mlflow/api/2.0/mlflow-artifacts/artifacts";
let runId: string;
let root: string;
beforeAll(async () => {
  runId = (await post("/runs/create", { experiment_id: "0" })).body.run.info.run_id;
  root = `0/${runId}/artifacts`;
});

type Asked = { method: string; path: string; headers?: Record<string, string>; body?: string };
/** With headers that fetch would not send. */
function ask({
  method,
  path,
  headers,
  body,
}: Asked): Promise<{ status: number; headers: NodeJS.Dict<unknown> }> {
  const { hostname, port } = new URL(held.served.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) =>
      resolve({ status: response.resume().statusCode ?? 0, headers: response.headers }),
    );
    request.on("error", reject).end(body);
  });
}

describe("what a run stores is never a page of ours", () => {
  const SCRIPT = "<script>document.title = 'reached'</script>";
  const FILES = {
    "page.html": ["text/html", SCRIPT],
    "image.svg": ["image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`],
    MLmodel: ["text/html", `flavors: !!js/function 'function () { return 1 }'\n${SCRIPT}`],
    "note.ipynb": [
      "application/json",
      JSON.stringify({ cells: [{ outputs: [{ data: { "text/html": SCRIPT } }] }] }),
    ],
    "model.pkl": ["application/x-python-pickle", "cos\nsystem\n(S'touch reached'\ntR."],
    "model.zip": ["application/zip", "PK\u0003\u0004 not a zip"],
  } as const;

  test.each(Object.entries(FILES))(
    "%s comes back byte for byte, as a download in a sandbox",
    async (name, [type, text]) => {
      await send("PUT", `${BASE}/${root}/${name}`, { body: text, headers: { "content-type": type } });
      const signed = (await send("GET", `/mlflow/api/2.0/mlflow-artifacts/presigned/${root}/${name}`)).body
        .url;
      const path = `/get-artifact?run_id=${runId}&path=${name}`;
      for (const url of [`${held.served.url}${BASE}/${root}/${name}`, held.served.url + path, signed]) {
        const answer = await fetch(url, { headers: { authorization: `Bearer ${held.token}` } });
        expect(await answer.text()).toBe(text);
        expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
        expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
        expect(answer.headers.get("content-security-policy")).toContain("sandbox");
      }
    },
  );

  test("nor is what it is named, or why something was refused: that is JSON", async () => {
    const name = "<img src=x onerror=alert(1)>";
    for (const answer of [
      await post("/runs/create", { experiment_id: "0", run_name: name }),
      await post("/experiments/create", { name }),
      await post("/runs/log-parameter", { run_id: runId, key: name, value: name }),
      await post("/runs/search", { experiment_ids: ["0"], filter: name }),
      await post("/registered-models/create", { name: "m", tags: [{ key: "k", value: name }] }),
      await send("GET", `/mlflow/api/2.0/mlflow/${encodeURIComponent(name)}`),
      await send("GET", `/get-artifact?run_id=${runId}&path=${encodeURIComponent(name)}`),
    ]) {
      expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});

describe("a page of another site", () => {
  const path = "/mlflow/api/2.0/mlflow/experiments/create";
  const made = () => stores.db.prisma.experiment.count({ where: { name: "forged" } });

  test("reaches nothing by a cookie, from an origin or under a host of its own", async () => {
    const { cookie } = await signedIn(stores, "admin");
    for (const more of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { host: "evil.example" },
    ])
      for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
        const headers = { cookie, "content-type": type, ...more };
        const { status } = await ask({ method: "POST", path, headers, body: '{"name":"forged"}' });
        expect(status).toBe(401);
      }
    expect(await made()).toBe(0);
  });

  test("is not told by any answer that it may read it", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    for (const method of ["OPTIONS", "GET", "POST"]) {
      const answer = await ask({ method, path, headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });

  test("is not where parts are sent: an odd host is not repeated", async () => {
    const body = JSON.stringify({ path: "x", num_parts: 1 });
    const headers = { authorization: `Bearer ${held.token}`, "content-type": "application/json" };
    const url = `${held.served.url}/mlflow/api/2.0/mlflow-artifacts/mpu/create/${root}`;
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, "x-forwarded-host": "evil" },
      body,
    });
    const { credentials } = await answer.json();
    expect(new URL(credentials[0].url).origin).toBe(held.served.url);
  });
});
