import { describe, expect, test } from "vitest";
import { setPolicy } from "@/lib/models";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { runningTask } from "../data/testing";
import { type Answer, testMlflow, tokenOf } from "./testing";

const stores = testStores();
const { held, send, post, get } = testMlflow(stores, [
  "experiments:read",
  "experiments:write",
  "models:read",
  "models:write",
]);

const BASE = "/mlflow/api/2.0/mlflow";
const withBody = (method: string, path: string, body: object) =>
  send(method, BASE + path, {
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
const remove = (path: string, body: object) => withBody("DELETE", path, body);
const fault = ({ status, body }: Answer) => [status, body?.error_code];
const INVALID = [400, "INVALID_PARAMETER_VALUE"];
const MISSING = [404, "RESOURCE_DOES_NOT_EXIST"];
const TAKEN = [400, "RESOURCE_ALREADY_EXISTS"];

async function model(rest: object = {}): Promise<string> {
  const name = newId("req");
  await post("/registered-models/create", { name, ...rest });
  return name;
}
async function newRun(): Promise<string> {
  return (await post("/runs/create", { experiment_id: "0" })).body.run.info.run_id;
}
async function version(name: string, rest: object = {}): Promise<string> {
  const run_id = await newRun();
  const sent = { name, source: `runs:/${run_id}/model`, run_id, ...rest };
  return (await post("/model-versions/create", sent)).body.model_version.version;
}

describe("a registered model", () => {
  test("is made, read, described, renamed and deleted", async () => {
    const name = newId("req");
    const tags = [{ key: "team", value: "ml" }];
    const { body } = await post("/registered-models/create", { name, tags, description: "" });
    expect(body.registered_model).toEqual({
      name,
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: expect.any(Number),
      description: "",
      tags,
    });
    expect(fault(await post("/registered-models/create", { name }))).toEqual(TAKEN);
    const changed = await withBody("PATCH", "/registered-models/update", { name, description: "d" });
    expect(changed.body.registered_model.description).toBe("d");
    const cleared = await withBody("PATCH", "/registered-models/update", { name });
    expect(cleared.body.registered_model).not.toHaveProperty("description");
    const other = await model();
    const rename = (new_name: string) => post("/registered-models/rename", { name, new_name });
    expect(fault(await rename(other))).toEqual(TAKEN);
    expect((await rename(name)).status).toBe(200);
    const renamed = `${name}-2`;
    expect((await rename(renamed)).body.registered_model.name).toBe(renamed);
    expect(fault(await get("/registered-models/get", { name }))).toEqual(MISSING);
    expect((await remove("/registered-models/delete", { name: renamed })).text).toBe("{}");
    expect(fault(await remove("/registered-models/delete", { name: renamed }))).toEqual(MISSING);
  });

  test.each([
    ["a blank name", { name: " " }],
    ["no name", {}],
    ["a slash", { name: "a/b" }],
    ["a colon", { name: "a:b" }],
    ["a path", { name: ".." }],
    ["a long name", { name: "x".repeat(257) }],
    ["a NUL", { name: "a\u0000" }],
    ["a long description", { name: "d", description: "x".repeat(5_001) }],
    ["a long tag", { name: "t", tags: [{ key: "k", value: "x".repeat(100_001) }] }],
    ["a tag's name that is a path", { name: "t", tags: [{ key: "../k", value: "" }] }],
    ["a number for a name", { name: 1 }],
  ])("with %s is refused", async (_what, body) => {
    const answer = await post("/registered-models/create", body);
    expect(fault(answer)).toEqual(INVALID);
    expect(answer.text).not.toMatch(/SELECT|INSERT|column|relation/);
  });

  test("counts characters: 256 emoji are a name", async () => {
    expect((await post("/registered-models/create", { name: "🛫".repeat(256) })).status).toBe(200);
  });
});

describe("a version", () => {
  test("is made ready, in the form that clients read", async () => {
    const name = await model();
    const run_id = await newRun();
    const sent = { name, source: `mlflow-artifacts:/0/${run_id}/artifacts/m`, run_id, description: "first" };
    const { body } = await post("/model-versions/create", { ...sent, tags: [{ key: "a", value: "b" }] });
    expect(body.model_version).toEqual({
      ...sent,
      version: "1",
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: expect.any(Number),
      user_id: expect.any(String),
      current_stage: "None",
      status: "READY",
      run_link: "",
      tags: [{ key: "a", value: "b" }],
    });
    expect((await get("/model-versions/get", { name, version: "1" })).body).toEqual(body);
    expect((await get("/model-versions/get-download-uri", { name, version: "1" })).body).toEqual({
      artifact_uri: sent.source,
    });
    const found = await get("/registered-models/get", { name });
    expect(found.body.registered_model.latest_versions).toEqual([body.model_version]);
  });

  test("is described, tagged and deleted with its alias", async () => {
    const name = await model();
    const ref = { name, version: await version(name) };
    const changed = await withBody("PATCH", "/model-versions/update", { ...ref, description: "x" });
    expect(changed.body.model_version.description).toBe("x");
    await post("/model-versions/set-tag", { ...ref, key: "k", value: "v" });
    expect((await get("/model-versions/get", ref)).body.model_version.tags).toEqual([
      { key: "k", value: "v" },
    ]);
    for (let again = 0; again < 2; again++)
      expect((await remove("/model-versions/delete-tag", { ...ref, key: "k" })).text).toBe("{}");
    await post("/registered-models/alias", { ...ref, alias: "best" });
    expect((await remove("/model-versions/delete", ref)).text).toBe("{}");
    expect(fault(await get("/model-versions/get", ref))).toEqual(MISSING);
    expect(fault(await remove("/model-versions/delete", ref))).toEqual(MISSING);
    expect(fault(await get("/registered-models/alias", { name, alias: "best" }))).toEqual(INVALID);
  });

  test.each(["x", "-1", "1.5", "1e3", ""])("%j is no number of one", async (number) => {
    const name = await model();
    expect(fault(await get("/model-versions/get", { name, version: number }))).toEqual(INVALID);
  });

  test("of a model, a run or a logged model that is not there is refused, and takes no number", async () => {
    const name = await model();
    const run_id = await newRun();
    const nobody = "0".repeat(32);
    const create = (body: object) => post("/model-versions/create", { name, ...body });
    expect(fault(await create({ name: "none", source: `runs:/${run_id}/m`, run_id }))).toEqual(MISSING);
    expect(fault(await create({ source: `runs:/${nobody}/m`, run_id: nobody }))).toEqual(MISSING);
    expect(fault(await create({ source: `models:/m-${nobody}`, model_id: `m-${nobody}` }))).toEqual(MISSING);
    expect(fault(await create({ source: `models:/${name}/9` }))).toEqual(MISSING);
    for (const source of [
      "/etc/passwd",
      "file:///etc",
      "http://169.254.169.254/",
      "s3://b/x",
      `runs:/${run_id}/../x`,
    ])
      expect(fault(await create({ source, run_id }))).toEqual(INVALID);
    expect(fault(await create({ source: `runs:/${await newRun()}/m`, run_id }))).toEqual(INVALID);
    expect(await version(name)).toBe("1");
  });

  test("made of a logged model is named by it, and is of its run", async () => {
    const name = await model();
    const source_run_id = await newRun();
    const made = await post("/logged-models", { experiment_id: "0", name: "m", source_run_id });
    const { model_id } = made.body.model.info;
    const version = await post("/model-versions/create", { name, source: `models:/${model_id}`, model_id });
    expect(version.body.model_version.run_id).toBe(source_run_id);
    const { body } = await get(`/logged-models/${model_id}`);
    const tag = body.model.info.tags.find(({ key }: { key: string }) => key === "mlflow.modelVersions");
    expect(JSON.parse(tag.value)).toEqual([{ name, version: 1 }]);
    expect((await get("/model-versions/get-download-uri", { name, version: "1" })).body.artifact_uri).toBe(
      `mlflow-artifacts:/0/models/${model_id}/artifacts`,
    );
  });
});

describe("stages", () => {
  const move = (body: object) => post("/model-versions/transition-stage", body);

  test("move a version, whatever their case, and archive others when asked", async () => {
    const name = await model();
    const [first, second] = [await version(name), await version(name)];
    expect((await move({ name, version: first, stage: "production" })).body.model_version.current_stage).toBe(
      "Production",
    );
    await move({ name, version: second, stage: "Production", archive_existing_versions: true });
    const latest = await post("/registered-models/get-latest-versions", { name });
    expect(
      latest.body.model_versions.map((one: Record<string, string>) => [one.version, one.current_stage]),
    ).toEqual([
      [first, "Archived"],
      [second, "Production"],
    ]);
    const some = await get("/registered-models/get-latest-versions", { name, stages: "PRODUCTION" });
    expect(some.body.model_versions).toHaveLength(1);
    const none = await post("/registered-models/get-latest-versions", { name, stages: ["Staging"] });
    expect(none.text).toBe("{}");
  });

  test("that are none, or that archive nothing, are refused", async () => {
    const name = await model();
    const ref = { name, version: await version(name) };
    expect(fault(await move({ ...ref, stage: "Live" }))).toEqual(INVALID);
    for (const stage of ["None", "Archived"])
      expect(fault(await move({ ...ref, stage, archive_existing_versions: true }))).toEqual(INVALID);
    expect(fault(await move({ ...ref, version: "9", stage: "Staging" }))).toEqual(MISSING);
    expect(fault(await post("/registered-models/get-latest-versions", { name, stages: ["Live"] }))).toEqual(
      INVALID,
    );
  });
});

describe("aliases", () => {
  test("stand for a version, move, and go", async () => {
    const name = await model();
    const [first, second] = [await version(name), await version(name)];
    const by = async (alias: string) =>
      (await get("/registered-models/alias", { name, alias })).body.model_version?.version;
    await post("/registered-models/alias", { name, alias: "champion", version: first });
    expect(await by("champion")).toBe(first);
    await post("/registered-models/alias", { name, alias: "champion", version: second });
    expect(await by("champion")).toBe(second);
    expect(await by("latest")).toBe(second);
    const { body } = await get("/registered-models/get", { name });
    expect(body.registered_model.aliases).toEqual([{ alias: "champion", version: second }]);
    const found = await get("/model-versions/search", {
      filter: `name = '${name}'`,
      order_by: "version_number",
    });
    expect(found.body.model_versions[1].aliases).toEqual(["champion"]);
    for (let again = 0; again < 2; again++)
      expect((await remove("/registered-models/alias", { name, alias: "champion" })).text).toBe("{}");
    expect(fault(await get("/registered-models/alias", { name, alias: "champion" }))).toEqual(INVALID);
    expect(fault(await get("/registered-models/alias", { name: "none", alias: "a" }))).toEqual(MISSING);
  });

  test.each(["latest", "LATEST", "v1", "V22", "", "a b", "a/b", "é", "x".repeat(256)])(
    "%j is refused",
    async (alias) => {
      const name = await model();
      const answer = await post("/registered-models/alias", { name, alias, version: await version(name) });
      expect(fault(answer)).toEqual(INVALID);
    },
  );

  test("of a version that is not there are refused", async () => {
    const name = await model();
    expect(fault(await post("/registered-models/alias", { name, alias: "a", version: "1" }))).toEqual(
      MISSING,
    );
  });
});

describe("tags of a model", () => {
  test("are set again, and removed whether they are there or not", async () => {
    const name = await model({ tags: [{ key: "k", value: "1" }] });
    await post("/registered-models/set-tag", { name, key: "k", value: "2" });
    const { body } = await get("/registered-models/get", { name });
    expect(body.registered_model.tags).toEqual([{ key: "k", value: "2" }]);
    for (let again = 0; again < 2; again++)
      expect((await remove("/registered-models/delete-tag", { name, key: "k" })).text).toBe("{}");
    expect(fault(await post("/registered-models/set-tag", { name: "none", key: "k", value: "" }))).toEqual(
      MISSING,
    );
  });
});

describe("an alias that a policy guards", () => {
  const set = (name: string, version: string) =>
    post("/registered-models/alias", { name, alias: "champion", version });
  const guard = (name: string, expression: string, approver_role: "admin" | null = null) =>
    setPolicy(testCtx(stores), { name, alias: "champion", policy: { expression, approver_role } });

  test("moves when the policy passes, and is refused with what it saw or with whom to ask", async () => {
    const name = await model();
    for (let made = 0; made < 2; made++) await version(name);
    await guard(name, "version < 2");
    expect((await set(name, "1")).status).toBe(200);
    const refused = await set(name, "2");
    expect(fault(refused)).toEqual(INVALID);
    expect(refused.body.message).toMatch(/version is 2/);
    await guard(name, "true", "admin");
    const waits = await set(name, "2");
    expect(fault(waits)).toEqual([403, "PERMISSION_DENIED"]);
    expect(waits.body.message).toMatch(/role admin approves it/);
    expect(fault(await remove("/registered-models/alias", { name, alias: "champion" }))[0]).toBe(403);
    expect(fault(await remove("/model-versions/delete", { name, version: "1" }))).toEqual(INVALID);
    expect(
      (await get("/registered-models/alias", { name, alias: "champion" })).body.model_version.version,
    ).toBe("1");
  });
});

describe("a search", () => {
  const mark = newId("req");
  const names = async (filter: string, rest: Record<string, string> = {}) => {
    const { status, body } = await get("/registered-models/search", { filter, ...rest });
    return status === 200 ? (body.registered_models ?? []).map(({ name }: { name: string }) => name) : status;
  };

  test("of models has names, tags, order and pages, and hides prompts", async () => {
    for (const letter of ["a", "b", "c"])
      await post("/registered-models/create", {
        name: `${mark}-${letter}`,
        tags: [{ key: "letter", value: letter }],
      });
    const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    await post("/registered-models/create", { name: `${mark}-prompt`, tags });
    const like = `name LIKE '${mark}%'`;
    expect(await names(like)).toEqual([`${mark}-a`, `${mark}-b`, `${mark}-c`]);
    expect(await names(`${like} AND tags.letter != 'b'`)).toEqual([`${mark}-a`, `${mark}-c`]);
    expect(await names(`name IN ('${mark}-a', '${mark}-x')`)).toEqual([`${mark}-a`]);
    expect(await names(`name ILIKE '${mark.toUpperCase()}-A'`)).toEqual([`${mark}-a`]);
    expect(await names(`${like} AND tag.\`mlflow.prompt.is_prompt\` != 'true'`)).toHaveLength(3);
    expect(await names(`${like} AND tags.\`mlflow.prompt.is_prompt\` = 'true'`)).toEqual([`${mark}-prompt`]);
    expect(await names(like, { order_by: "name DESC", max_results: "2" })).toEqual([
      `${mark}-c`,
      `${mark}-b`,
    ]);
    const first = await get("/registered-models/search", { filter: like, max_results: "2" });
    const page_token = first.body.next_page_token;
    expect(await names(like, { max_results: "2", page_token })).toEqual([`${mark}-c`]);
    expect(await names("", { page_token })).toBe(400);
  });

  test("of versions has numbers, with and without quotes, runs and sources", async () => {
    const name = await model();
    const run_id = await newRun();
    for (let made = 0; made < 3; made++) await version(name);
    await post("/model-versions/create", { name, source: `runs:/${run_id}/other`, run_id });
    const numbers = async (filter: string) =>
      (
        await get("/model-versions/search", { filter: `name = '${name}' AND ${filter}` })
      ).body.model_versions?.map((one: { version: string }) => one.version);
    expect(await numbers("version_number > 2")).toEqual(["4", "3"]);
    expect(await numbers("version_number = '2'")).toEqual(["2"]);
    expect(await numbers(`run_id = '${run_id}'`)).toEqual(["4"]);
    expect(await numbers(`run_id IN ('${run_id}')`)).toEqual(["4"]);
    expect(await numbers("source_path LIKE '%/other'")).toEqual(["4"]);
    expect(await numbers("source_path = 'none'")).toBeUndefined();
  });

  test.each([
    ["/registered-models/search", { filter: "name = 'a' OR name = 'b'" }],
    ["/registered-models/search", { filter: "description = 'a'" }],
    ["/registered-models/search", { filter: "tags.a IS NULL" }],
    ["/registered-models/search", { filter: "timestamp > 1" }],
    ["/registered-models/search", { order_by: "creation_timestamp" }],
    ["/registered-models/search", { max_results: "0" }],
    ["/registered-models/search", { max_results: "1001" }],
    ["/registered-models/search", { page_token: "eyJvZmZzZXQiOjEwMDAwMDAwMDAwMDB9" }],
    ["/registered-models/search", { filter: `name LIKE '${"%a".repeat(40)}'` }],
    ["/registered-models/search", { filter: Array(300).fill("name = 'a'").join(" AND ") }],
    ["/model-versions/search", { filter: "current_stage = 'None'" }],
    ["/model-versions/search", { filter: "status = 'READY'" }],
    ["/model-versions/search", { filter: "version_number > 'x'" }],
    ["/model-versions/search", { max_results: "0" }],
    ["/model-versions/search", { max_results: "200001" }],
    ["/model-versions/search", { page_token: "x" }],
  ])("%s %j is refused", async (path, query) => {
    const answer = await get(path, query);
    expect(fault(answer)).toEqual(INVALID);
    expect(answer.text).not.toMatch(/SELECT|column|relation|syntax/);
  });
});

describe("who may", () => {
  const create = (authorization: string, base = BASE) =>
    send("POST", `${base}/registered-models/create`, {
      body: JSON.stringify({ name: newId("req") }),
      headers: { "content-type": "application/json", authorization },
    });

  test("a token without the scope, and one that reads, change nothing", async () => {
    for (const scopes of [["experiments:read", "experiments:write"], ["models:read"]])
      expect(fault(await create(`Bearer ${await tokenOf(stores, scopes)}`))).toEqual([
        403,
        "PERMISSION_DENIED",
      ]);
    expect(fault(await create("Bearer gwj_pat_invented"))).toEqual([401, "UNAUTHENTICATED"]);
  });

  test("a task of a pipeline may, at every twin of the address", async () => {
    const task = await runningTask(stores);
    for (const base of [BASE, "/api/2.0/mlflow", "/ajax-api/3.0/mlflow"])
      expect((await create(task.headers.authorization, base)).status).toBe(200);
    expect((await create(`Bearer ${held.token}`)).status).toBe(200);
  });
});
