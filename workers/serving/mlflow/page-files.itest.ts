import { beforeAll, describe, expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { runningTask } from "../data/testing";
import { testMlflow, tokenOf } from "./testing";

const stores = testStores();
const { send, post } = testMlflow(stores, [
  ...["experiments:read", "experiments:write", "models:read", "models:write"],
]);
const API = "/mlflow/ajax-api/2.0/mlflow";
let runId: string;
let modelId: string;

const fields = (values: Record<string, string>) => new URLSearchParams(values).toString();
const upload = (path: string, body: BodyInit, run = runId) =>
  send("POST", `${API}/upload-artifact?${fields({ run_uuid: run, path })}`, { body });
const asRun = (path: string) => `/get-artifact?${fields({ run_id: runId, path })}`;
const asVersion = (path: string) =>
  `/model-versions/get-artifact?${fields({ name: "paged", version: "1", path })}`;
const asModel = (path: string) =>
  `${API}/logged-models/${modelId}/artifacts/files?${fields({ artifact_file_path: path })}`;
const keys = async () => (await stores.storage.list("experiments/")).objects.map(({ key }) => key);

beforeAll(async () => {
  runId = (await post("/runs/create", { experiment_id: "0" })).body.run.info.run_id;
  modelId = (await post("/logged-models", { experiment_id: "0", name: "m" })).body.model.info.model_id;
  await send("PUT", `/mlflow/api/2.0/mlflow-artifacts/artifacts/0/models/${modelId}/artifacts/MLmodel`, {
    body: "of the model",
  });
  await upload("model/MLmodel", "of the run");
  await post("/registered-models/create", { name: "paged" });
  await post("/model-versions/create", { name: "paged", source: `runs:/${runId}/model`, run_id: runId });
});

describe("files by the addresses of MLflow's pages", () => {
  test("are those of the run, of the version and of the model, as downloads", async () => {
    for (const [path, text] of [
      [asRun("model/MLmodel"), "of the run"],
      [`/mlflow${asRun("model/MLmodel")}`, "of the run"],
      [asVersion("MLmodel"), "of the run"],
      [asModel("MLmodel"), "of the model"],
    ] as const) {
      const answer = await send("GET", path);
      expect([path, answer.status, answer.text]).toEqual([path, 200, text]);
      expect(answer.headers.get("content-disposition")).toContain("attachment");
      expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    }
    const part = await send("GET", asRun("model/MLmodel"), { headers: { range: "bytes=3-" } });
    expect([part.status, part.text]).toEqual([206, "the run"]);
  });

  test("are uploaded up to 10 MiB", async () => {
    expect((await upload("note.txt", "hello")).body).toEqual({});
    expect((await send("GET", asRun("note.txt"))).text).toBe("hello");
    const large = await upload("large.bin", new Uint8Array(10 * 1024 * 1024 + 1));
    expect([large.status, large.body.error_code]).toEqual([413, "INVALID_PARAMETER_VALUE"]);
    expect((await send("GET", asRun("large.bin"))).status).toBe(404);
  });

  test("that are not there are 404, and a folder is 400", async () => {
    for (const [path, status] of [
      [asRun("none"), 404],
      [asRun("model"), 400],
      [asRun(""), 400],
      [asVersion("none"), 404],
      [asVersion(""), 400],
      [`/model-versions/get-artifact?${fields({ name: "paged", version: "7", path: "x" })}`, 404],
      [asModel("none"), 404],
      [asModel(""), 400],
      [`${API}/logged-models/m-${"0".repeat(32)}/artifacts/files?artifact_file_path=x`, 404],
      [`/get-artifact?${fields({ run_id: "0".repeat(32), path: "x" })}`, 404],
      [`/get-artifact?${fields({ path: "x" })}`, 400],
    ] as const)
      expect([path, (await send("GET", path)).status]).toEqual([path, status]);
  });

  test.each([
    "../x",
    "a/../../x",
    "%2e%2e/x",
    "..%2fx",
    "%252e%252e%252fx",
    "/etc/passwd",
    "%2fetc/passwd",
    "..\\x",
    "C:\\x",
    "a\0b",
    "a\r\nb",
    "a#b",
    "a//b",
    "file:///etc/passwd",
  ])("%j leads nowhere", async (path) => {
    const before = await keys();
    for (const asked of [asRun(path), asVersion(path), asModel(path)]) {
      const { status, text } = await send("GET", asked);
      expect([asked, [400, 404].includes(status)]).toEqual([asked, true]);
      expect(text).not.toContain("root:");
    }
    expect((await upload(path, "x")).status).toBe(400);
    expect(await keys()).toEqual(before);
  });

  test("another run's are not reached through a run's id", async () => {
    const other = (await post("/runs/create", { experiment_id: "0" })).body.run.info.run_id;
    for (const id of [`${other}/artifacts/..`, `../${runId}`, `0/${runId}`, runId.toUpperCase()]) {
      const answer = await send("GET", `/get-artifact?${fields({ run_id: id, path: "model/MLmodel" })}`);
      expect([id, answer.status]).toEqual([id, 404]);
      expect((await upload("x", "x", id)).status).toBe(404);
    }
  });

  test("take their permission: a version's also that of models", async () => {
    const only = async (path: string, scopes: string[]) => {
      const headers = { authorization: `Bearer ${await tokenOf(stores, scopes)}` };
      return (await send("GET", path, { headers })).status;
    };
    expect(await only(asVersion("MLmodel"), ["models:read"])).toBe(403);
    expect(await only(asVersion("MLmodel"), ["experiments:read"])).toBe(403);
    expect(await only(asVersion("MLmodel"), ["experiments:read", "models:read"])).toBe(200);
    expect(await only(asRun("model/MLmodel"), ["models:read"])).toBe(403);
    const { headers } = await runningTask(stores);
    expect((await send("GET", asRun("model/MLmodel"), { headers })).status).toBe(200);
    expect((await send("GET", asVersion("MLmodel"), { headers })).status).toBe(403);
  });

  test("a deleted run takes none", async () => {
    const other = (await post("/runs/create", { experiment_id: "0" })).body.run.info.run_id;
    await post("/runs/delete", { run_id: other });
    expect((await upload("x", "x", other)).status).toBe(400);
  });
});

test("GraphQL is not spoken, and is refused as JSON", async () => {
  for (const path of ["/graphql", "/mlflow/graphql"]) {
    const answer = await send("POST", path, {
      body: "[{}]",
      headers: { "content-type": "application/json" },
    });
    expect([answer.status, answer.body.error_code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
  }
});
