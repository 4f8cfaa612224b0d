import { expect, test } from "vitest";
import { placeIn, taskEnv } from "./task-env";

const claimed: Parameters<typeof taskEnv>[1] = {
  attemptId: "0190a6a0-0000-7000-8000-000000000000",
  taskInstanceId: "ti_1",
  runId: "run_1",
  dagId: "d",
  taskId: "a",
  number: 1,
  queue: "default",
  task: {},
  codeSha256: null,
  timeZone: "UTC",
  params: {},
  logicalDate: null,
  dataIntervalStart: null,
  dataIntervalEnd: null,
  runKey: "k",
  runType: "manual",
  upstream: [],
};
const envOf = (own: Record<string, string>) =>
  taskEnv({ storage: { bucket: "b" } as never }, claimed, placeIn("/box", null), {
    root: "/gwanje",
    token: "t",
    ownProgram: false,
    box: { searchPath: "/bin", cookie: ["GWANJE_COOKIE", "c"], dataUrl: "http://localhost" },
    own,
  });

test("what is only a habit of ours is what the author says", () => {
  expect(envOf({})).toMatchObject({
    TZ: "UTC",
    LANG: "C.UTF-8",
    HOME: "/box",
    TMPDIR: "/box",
    PYTHONUNBUFFERED: "1",
  });
  const own = { TZ: "Asia/Seoul", LANG: "ko_KR.UTF-8", HOME: "/h", TMPDIR: "/t", PYTHONUNBUFFERED: "" };
  expect(envOf(own)).toMatchObject(own);
});

test.each(["PATH", "GWANJE_TOKEN", "GWANJE_RUN_ID", "TRACEPARENT", "GWANJE_COOKIE"])(
  "%s is ours whatever the author says",
  (name) => {
    expect(envOf({ [name]: "mine" })[name]).not.toBe("mine");
  },
);

test("the author's modules are found beside the code and the client", () => {
  expect(envOf({ PYTHONPATH: "/mine" }).PYTHONPATH).toBe("/gwanje/lib/sdk/python:/mine");
});

const tracking = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("MLFLOW_")));

test("MLflow's clients find the server, and who they are, without a word of the author", () => {
  expect(tracking(envOf({}))).toEqual({
    MLFLOW_TRACKING_URI: "http://localhost/mlflow",
    MLFLOW_TRACKING_TOKEN: "t",
  });
});

test.each([
  ["an experiment", { MLFLOW_EXPERIMENT_NAME: "e" }, { MLFLOW_TRACKING_TOKEN: "t" }],
  ["a token", { MLFLOW_TRACKING_TOKEN: "mine" }, { MLFLOW_TRACKING_URI: "http://localhost/mlflow" }],
])("%s of the author stays", (_, own, rest) => {
  expect(tracking(envOf(own))).toMatchObject({ ...own, ...rest });
});

test.each(["https://mlflow.example", ""])("the token does not go to another server (%j)", (uri) => {
  expect(tracking(envOf({ MLFLOW_TRACKING_URI: uri }))).toEqual({ MLFLOW_TRACKING_URI: uri });
});
