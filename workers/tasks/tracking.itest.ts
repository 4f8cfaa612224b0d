import { expect, test } from "vitest";
import { listRunsOfTasks } from "@/lib/experiments";
import { attemptToken } from "@/lib/platform/crypto";
import { testStores } from "@/lib/testing";
import { testWorker } from "./testing";

const stores = testStores();
const { ctx, state, runTask } = testWorker(stores);

/** A client of MLflow in little: it knows what is in its environment, and nothing else. */
const CLIENT = `
import json, os, urllib.error, urllib.request

def call(method, path, body=None, base=os.environ["MLFLOW_TRACKING_URI"]):
    headers = {"Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(base + path, data=data, method=method, headers=headers)) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)

def send(path, body, method="POST"):
    return call(method, "/api/2.0/mlflow" + path, body)

def result(value):
    with open(os.environ["GWANJE_RESULT_FILE"], "w") as file:
        json.dump(value, file)
`;
const python = (script: string, more: object = {}) =>
  runTask({ kind: "python", script: "main.py", ...more }, { "main.py": CLIENT + script });

test("a run that a task begins is the attempt's, and its token is not in the log", async () => {
  const { attempt, result, log } = await python(`
status, answer = send("/runs/create", {"run_name": "first"})
run_id = answer["run"]["info"]["run_id"]
send("/runs/log-batch", {"run_id": run_id, "params": [{"key": "lr", "value": "0.1"}],
  "metrics": [{"key": "loss", "value": 0.5, "timestamp": 1, "step": 0}]})
send("/runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": 2})
print(os.environ["MLFLOW_TRACKING_TOKEN"])
result({"status": status, "run_id": run_id})`);
  expect(attempt.state, log).toBe("success");
  expect(log).toBe("***");
  const row = await stores.db.prisma.experimentRun.findFirstOrThrow({ where: { name: "first" } });
  expect(result).toEqual({ status: 200, run_id: row.id.replaceAll("-", "") });
  expect(row).toMatchObject({ attemptId: attempt.id, createdBy: attempt.id, status: "FINISHED" });
  const ofRun = await listRunsOfTasks(ctx(), { run_id: row.dagRunId ?? "" });
  expect(ofRun.data).toMatchObject([
    { name: "first", attempt_id: attempt.id, held_by_attempt_id: attempt.id, experiment_name: "Default" },
  ]);
}, 120_000);

test("its token logs and registers; what takes away for good, and other permissions, it does not have", async () => {
  const { attempt, result, log } = await python(`
status, answer = send("/runs/create", {})
run = answer["run"]["info"]
may = [
    send("/experiments/create", {"name": "of a task"})[0],
    send("/registered-models/create", {"name": "delay"})[0],
    send("/model-versions/create", {"name": "delay", "source": "runs:/" + run["run_id"] + "/model", "run_id": run["run_id"]})[0],
    send("/registered-models/alias", {"name": "delay", "alias": "champion", "version": "1"})[0],
    send("/runs/delete", {"run_id": run["run_id"]})[0],
]
may_not = [
    send("/experiments/delete", {"experiment_id": "0"}),
    send("/registered-models/rename", {"name": "delay", "new_name": "mine"}),
    send("/registered-models/delete", {"name": "delay"}, "DELETE"),
    send("/model-versions/delete", {"name": "delay", "version": "1"}, "DELETE"),
    call("DELETE", "/api/2.0/mlflow-artifacts/artifacts/" + run["experiment_id"] + "/" + run["run_id"] + "/artifacts/model"),
]
elsewhere = call("GET", "/data/downloads/artifacts/art_1", base=os.environ["GWANJE_URL"])
result({"may": may, "may_not": [[status, answer["error_code"]] for status, answer in may_not],
  "why": may_not[2][1]["message"], "elsewhere": elsewhere[0]})`);
  expect(attempt.state, log).toBe("success");
  expect(result).toEqual({
    may: [200, 200, 200, 200, 200],
    may_not: Array.from({ length: 5 }, () => [403, "PERMISSION_DENIED"]),
    why: expect.stringMatching(/task's own token may not.*API token with the scope models:write/),
    elsewhere: 403,
  });
});

test("the token of an attempt that is over is nobody's", async () => {
  const { attempt } = await python("");
  const answer = await fetch(`${state.served.url}/mlflow/api/2.0/mlflow/runs/create`, {
    method: "POST",
    headers: { authorization: `Bearer ${attemptToken(stores.secret, attempt.id)}` },
    body: "{}",
  });
  expect([answer.status, (await answer.json()).error_code]).toEqual([401, "UNAUTHENTICATED"]);
});

test("an author's own server is the author's: it gets no token of ours", async () => {
  const { result } = await runTask({
    kind: "bash",
    command: [
      "python3",
      "-c",
      'import json, os; json.dump([os.environ["MLFLOW_TRACKING_URI"], os.environ.get("MLFLOW_TRACKING_TOKEN"), os.environ["MLFLOW_EXPERIMENT_NAME"]], open(os.environ["GWANJE_RESULT_FILE"], "w"))',
    ],
    env: { MLFLOW_TRACKING_URI: "https://mlflow.example", MLFLOW_EXPERIMENT_NAME: "mine" },
  });
  expect(result).toEqual(["https://mlflow.example", null, "mine"]);
});
