import { describe, expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { runningTask } from "../data/testing";
import { documented } from "../documented";
import { mlflowProtocol } from "./protocol";
import { testMlflow, tokenOf } from "./testing";

const stores = testStores();
const { held, send, post, get } = testMlflow(stores);

let made = 0;
async function experiment(): Promise<string> {
  made += 1;
  return (await post("/experiments/create", { name: `e${made}` })).body.experiment_id;
}
async function run(experimentId: string, rest: object = {}): Promise<string> {
  return (await post("/runs/create", { experiment_id: experimentId, ...rest })).body.run.info.run_id;
}
const fault = ({ status, body }: { status: number; body: { error_code?: string } }) => [
  status,
  body?.error_code,
];

describe("who may", () => {
  const operations = documented(mlflowProtocol).map(({ method, path, scope }) => ({ method, path, scope }));
  const addressOf = (path: string) =>
    path.replace("{api}", "api").replace("{version}", "2.0").replace("{path}", "1/x");
  const statuses = async (authorization: string | null, of = operations) => {
    const found = await Promise.all(
      of.map(({ method, path }) =>
        send(method, addressOf(path), {
          headers: authorization === null ? { authorization: "" } : { authorization },
        }),
      ),
    );
    return new Set(found.map(({ status }) => status));
  };
  const asked = operations.filter(({ scope }) => scope !== "public");
  const writes = asked.filter(({ scope }) => scope === "experiments:write");

  test("nobody, an invented token and an ended task are 401 everywhere but at what is public", async () => {
    const task = await runningTask(stores);
    await task.end();
    for (const authorization of ["", "Bearer gwj_pat_invented", "Basic YTpi", task.headers.authorization]) {
      const answers = await statuses(authorization, asked);
      expect(answers).toEqual(new Set([401]));
    }
    expect(
      fault(await send("GET", "/mlflow/api/2.0/mlflow/runs/get", { headers: { authorization: "" } })),
    ).toEqual([401, "UNAUTHENTICATED"]);
    const open = operations.filter(({ scope }) => scope === "public");
    const isSigned = ({ path }: { path: string }) => path.includes("/signed/");
    expect(
      await statuses(
        "",
        open.filter((one) => !isSigned(one)),
      ),
    ).toEqual(new Set([200]));
    // The signature of their address stands for a token, and this one has none.
    expect(await statuses("", open.filter(isSigned))).toEqual(new Set([403]));
  });

  test("a token without the scope is 403, and one that reads changes nothing", async () => {
    expect(
      await statuses(`Bearer ${await tokenOf(stores, ["runs:read", "artifacts:write"])}`, asked),
    ).toEqual(new Set([403]));
    expect(await statuses(`Bearer ${await tokenOf(stores, ["experiments:read"])}`, writes)).toEqual(
      new Set([403]),
    );
    const answer = await send("POST", "/mlflow/api/2.0/mlflow/runs/create", {
      headers: { authorization: `Bearer ${await tokenOf(stores, ["experiments:read"])}` },
    });
    expect(fault(answer)).toEqual([403, "PERMISSION_DENIED"]);
  });

  test("the same holds at every twin, whatever the method's name or the address's form", async () => {
    for (const base of [
      "/mlflow/ajax-api/2.0",
      "/mlflow/ajax-api/3.0",
      "/api/2.0",
      "/api/3.0",
      "/ajax-api/2.0",
    ])
      for (const path of [
        "/mlflow/runs/create",
        "/mlflow/runs/create/",
        "/mlflow//runs/create",
        "/MLFLOW/runs/create",
      ]) {
        const { status } = await send("POST", base + path, { headers: { authorization: "" } });
        expect([401, 404]).toContain(status);
      }
  });

  test("a token may come as the password of basic auth, and a task as itself: its run knows the attempt", async () => {
    const basic = `Basic ${Buffer.from(`anybody:${held.token}`).toString("base64")}`;
    expect(await statuses(basic, asked)).not.toContain(401);
    const task = await runningTask(stores);
    const answer = await send("POST", "/mlflow/api/2.0/mlflow/runs/create", {
      headers: { ...task.headers, "content-type": "application/json" },
      body: "{}",
    });
    expect(answer.status).toBe(200);
    const row = await stores.db.prisma.experimentRun.findFirstOrThrow({ where: { dagRunId: task.runId } });
    expect(row).toMatchObject({ attemptId: task.attemptId, createdBy: task.attemptId });
  });
});

describe("every address", () => {
  test("of a message is the same message", async () => {
    const id = await experiment();
    for (const base of [
      "/mlflow/api/2.0",
      "/mlflow/api/3.0",
      "/mlflow/ajax-api/2.0",
      "/mlflow/ajax-api/3.0",
      "/api/2.0",
      "/api/3.0",
      "/ajax-api/2.0",
      "/ajax-api/3.0",
    ]) {
      const { body } = await send("GET", `${base}/mlflow/experiments/get?experiment_id=${id}`);
      expect(body.experiment.experiment_id).toBe(id);
    }
    for (const base of ["", "/mlflow"]) {
      expect(await send("GET", `${base}/health`)).toMatchObject({ status: 200, text: "OK" });
      expect((await send("GET", `${base}/version`)).text).toMatch(/^3\.\d+\.\d+$/);
    }
  });

  test.each([
    ["GET", "/mlflow/api/2.0/mlflow/traces", 404],
    ["POST", "/mlflow/api/3.0/mlflow/traces", 404],
    ["POST", "/mlflow/v1/traces", 404],
    ["POST", "/v1/traces", 404],
    ["POST", "/mlflow/graphql", 404],
    ["GET", "/mlflow/api/9.0/mlflow/experiments/get?experiment_id=0", 404],
    ["GET", "/mlflow/other/2.0/mlflow/experiments/get?experiment_id=0", 404],
    ["POST", "/api/2.0/mlflow/gateway-proxy", 404],
    ["PUT", "/mlflow/api/2.0/mlflow/experiments/get", 405],
    ["GET", "/mlflow/api/2.0/mlflow/runs/create", 405],
    ["OPTIONS", "/mlflow/api/2.0/mlflow/runs/create", 405],
  ])("%s %s, which is none, is JSON and ENDPOINT_NOT_FOUND", async (method, path, status) => {
    const answer = await send(method, path);
    expect(fault(answer)).toEqual([status, "ENDPOINT_NOT_FOUND"]);
    expect(answer.headers.get("content-type")).toBe("application/json");
  });
});

describe("a message", () => {
  test.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["text", '"x"'],
    ["a number", "1"],
    ["a bare NaN", '{"run_id":"x","key":"m","value":NaN,"timestamp":1}'],
    ["nothing that is needed", "{}"],
    ["a number for an id", '{"name":1}'],
    ["a NUL", '{"name":"a\\u0000b"}'],
    ["half a character", '{"name":"\\ud800"}'],
    ["both forms of a name", '{"name":"x","artifact_location":"","artifactLocation":""}'],
    ["a prototype", '{"name":"x","tags":[{"key":"a","value":"b","__proto__":{}}]}'],
    ["depth", `{"name":${"[".repeat(100)}${"]".repeat(100)}}`],
  ])("with %s is 400", async (_what, body) => {
    const answer = await post("/experiments/create", body);
    expect(fault(answer)).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });

  test("that is no UTF-8, or no JSON by its type, is 400", async () => {
    const path = "/mlflow/api/2.0/mlflow/experiments/create";
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    expect(
      (await send("POST", path, { body: bytes, headers: { "content-type": "application/json" } })).status,
    ).toBe(400);
    expect(
      fault(
        await send("POST", path, { body: '{"name":"typed"}', headers: { "content-type": "text/plain" } }),
      ),
    ).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });

  test("may be in camelCase, in JSON twice over, with null and with what nobody knows", async () => {
    for (const body of [
      { experimentId: "0", runName: "camel", startTime: 5 },
      JSON.stringify({ experiment_id: "0", run_name: "camel", start_time: "5" }),
      { experiment_id: "0", run_name: "camel", start_time: 5, user_id: null, tags: null, unknown: { a: 1 } },
    ]) {
      const { status, body: answer } = await post("/runs/create", JSON.stringify(body));
      expect([status, answer.run?.info]).toEqual([
        200,
        expect.objectContaining({ run_name: "camel", start_time: 5, user_id: "" }),
      ]);
    }
  });

  test("that is too large is refused before it is held", async () => {
    const answer = await send("POST", "/mlflow/api/2.0/mlflow/runs/log-batch", {
      body: Buffer.alloc(20 * 1024 * 1024 + 1, 32),
      headers: { "content-type": "application/json" },
    });
    expect(fault(answer)).toEqual([413, "INVALID_PARAMETER_VALUE"]);
  });

  test("that lacks a field names it", async () => {
    const { body } = await post("/runs/log-metric", { run_id: "x", value: 1, timestamp: 1 });
    expect(body.message).toBe("Missing value for required parameter 'key'.");
    expect((await post("/runs/delete", {})).body.message).toBe(
      "Missing value for required parameter 'run_id'.",
    );
  });

  test("that is cut in its middle leaves nothing", async () => {
    const runId = await run("0");
    const whole = JSON.stringify({
      run_id: runId,
      params: [{ key: "a", value: "1" }],
      tags: [{ key: "b", value: "2" }],
    });
    expect((await post("/runs/log-batch", whole.slice(0, -10))).status).toBe(400);
    const { body } = await get("/runs/get", { run_id: runId });
    expect(body.run.data.params).toBeUndefined();
  });
});

describe("numbers", () => {
  test("of 64 bits come as numbers or text and go as numbers, every digit kept", async () => {
    const runId = await run("0");
    const large = "9223372036854775807";
    const sent = `{"run_id":"${runId}","key":"m","value":"0.5","timestamp":${large},"step":"-5"}`;
    expect((await post("/runs/log-metric", sent)).status).toBe(200);
    const { text } = await get("/runs/get", { run_uuid: runId });
    expect(text).toMatch(new RegExp(`"timestamp" ?: ?${large}\\b`));
    expect(text).toMatch(/"step" ?: ?-5\b/);
  });

  test.each([
    ["NaN", "NaN"],
    ["nan", "NaN"],
    ["Infinity", Number.MAX_VALUE],
    ["-inf", -Number.MAX_VALUE],
    [true, 1],
    ["1e3", 1_000],
  ])("the value %j is %j", async (value, expected) => {
    const runId = await run("0");
    await post("/runs/log-metric", { run_id: runId, key: "m", value, timestamp: 1 });
    expect((await get("/runs/get", { run_id: runId })).body.run.data.metrics[0].value).toBe(expected);
  });

  test.each([
    ["value", "x"],
    ["value", ""],
    ["value", {}],
    ["timestamp", 7.5],
    ["timestamp", "1e999"],
    ["timestamp", -1],
    ["step", "9223372036854775808"],
  ])("%s %j is refused, and nothing is stored", async (field, value) => {
    const runId = await run("0");
    const answer = await post("/runs/log-metric", {
      run_id: runId,
      key: "m",
      value: 1,
      timestamp: 1,
      [field]: value,
    });
    expect(fault(answer)).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect((await get("/runs/get", { run_id: runId })).body.run.data.metrics).toBeUndefined();
  });
});

describe("errors that clients tell apart", () => {
  test("have MLflow's names and statuses", async () => {
    const id = await experiment();
    const runId = await run(id);
    await post("/runs/log-parameter", { run_id: runId, key: "p", value: "1" });
    const name = `e${made}`;
    expect(fault(await post("/experiments/create", { name }))).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
    expect(fault(await get("/experiments/get-by-name", { experiment_name: "none" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect(fault(await get("/runs/get", { run_id: "0".repeat(32) }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect(fault(await post("/runs/log-parameter", { run_id: runId, key: "p", value: "2" }))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
    ]);
    expect(fault(await post("/runs/delete-tag", { run_id: runId, key: "none" }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect(fault(await post("/runs/search", { experiment_ids: [id], filter: "a = 'b' OR c = 'd'" }))).toEqual(
      [400, "INVALID_PARAMETER_VALUE"],
    );
    expect(fault(await post("/runs/search", { experiment_ids: [id], page_token: "x" }))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
    ]);
    expect(fault(await post("/experiments/search", {}))).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    await post("/experiments/delete", { experiment_id: id });
    expect(fault(await post("/experiments/delete", { experiment_id: id }))).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect(fault(await post("/runs/create", { experiment_id: id }))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
    ]);
    expect(fault(await post("/experiments/update", { experiment_id: id, new_name: "x" }))).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
    ]);
    expect(fault(await post("/experiments/create", { name }))).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
  });

  test("hold no piece of SQL, whatever is too long for a column", async () => {
    const long = "x".repeat(3_000);
    const runId = await run("0");
    for (const answer of [
      await post("/experiments/create", { name: long }),
      await post("/runs/create", { experiment_id: long }),
      await post("/runs/create", { experiment_id: "0", run_name: long }),
      await post("/runs/set-tag", { run_id: runId, key: long, value: "" }),
      await post("/runs/search", { experiment_ids: ["0"], filter: `params.\`${long}\` = '${long}' AND x` }),
      await get("/metrics/get-history", {
        run_id: runId,
        metric_key: "a",
        max_results: "1",
        page_token: "eyJvZmZzZXQiOjF9",
      }),
    ]) {
      expect([400, 404]).toContain(answer.status);
      expect(answer.text).not.toMatch(/SELECT|INSERT|column|relation|syntax/);
    }
  });
});

describe("what is searched", () => {
  test("2,500 runs come by pages, none lost and none twice", async () => {
    const id = await experiment();
    await stores.db.pool.query(
      `INSERT INTO experiment_run (run_id, experiment_id, name, start_time)
       SELECT gen_random_uuid(), $1, 'r' || n, n / 7 FROM generate_series(1, 2500) AS n`,
      [id],
    );
    const seen = new Set<string>();
    let page_token: string | undefined;
    do {
      const { body } = await post("/runs/search", { experiment_ids: [id], max_results: 700, page_token });
      for (const { info } of body.runs) seen.add(info.run_id);
      page_token = body.next_page_token;
    } while (page_token);
    expect(seen.size).toBe(2_500);
  });

  test("nothing found is an empty message", async () => {
    expect((await post("/runs/search", { experiment_ids: [] })).text).toBe("{}");
    expect((await post("/runs/search", { experiment_ids: ["77777"] })).text).toBe("{}");
    expect((await get("/metrics/get-history", { run_id: "0".repeat(32), metric_key: "a" })).text).toBe("{}");
    expect(
      (await get("/metrics/get-history-bulk-interval", { run_ids: "0".repeat(32), metric_key: "a" })).text,
    ).toBe("{}");
    expect((await post("/experiments/search", { max_results: 1, filter: "name = 'none'" })).text).toBe("{}");
  });
});

describe("where artifacts lie is never the client's choice", () => {
  test.each([
    "/etc",
    "file:///etc",
    "FILE:///etc",
    "//proc/self/root",
    "../../etc",
    "s3://b/../x",
    "mlflow-artifacts:/../x",
    "mlflow-artifacts://h/..%2fx",
    "mlflow-artifacts:/%252e%252e/x",
    "http:///#/../etc",
    "http://169.254.169.254/x",
    "s3://b/x;p/../..",
    "s3://b/?a=/../..",
    "data:text/plain,x",
    "dbfs:/../x",
    "C:\\x",
    "s3://b/a\\..\\x",
    "models://h/x",
  ])("%s is refused", async (artifact_location) => {
    const answer = await post("/experiments/create", { name: `loc ${artifact_location}`, artifact_location });
    expect(fault(answer)).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  });

  test("a bucket that a script names is not used: the answer says where they lie", async () => {
    const { body } = await post("/experiments/create", { name: "bucket", artifact_location: "s3://team/x" });
    const got = await get("/experiments/get", { experiment_id: body.experiment_id });
    expect(got.body.experiment.artifact_location).toBe(`mlflow-artifacts:/${body.experiment_id}`);
  });
});
