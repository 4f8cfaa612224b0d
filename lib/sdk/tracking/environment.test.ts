import { describe, expect, test } from "vitest";
import { readTracking } from "./environment";

const URI = { MLFLOW_TRACKING_URI: "http://localhost:5000/mlflow/" };

describe("who sends", () => {
  test.each([
    [{}, null],
    [{ MLFLOW_TRACKING_TOKEN: "t" }, "Bearer t"],
    [
      { MLFLOW_TRACKING_TOKEN: "t", MLFLOW_TRACKING_USERNAME: "u", MLFLOW_TRACKING_PASSWORD: "p" },
      "Basic dTpw",
    ],
    [{ MLFLOW_TRACKING_TOKEN: "t", MLFLOW_TRACKING_USERNAME: "u" }, "Bearer t"],
  ])("%j: %s", (env, authorization) => {
    expect(readTracking({ ...URI, ...env })).toMatchObject({
      uri: "http://localhost:5000/mlflow",
      authorization,
    });
  });
});

test("within a task it says of which", () => {
  expect(readTracking({ ...URI, GWANJE_DAG_ID: "flights", GWANJE_TASK_ID: "train" }).source).toBe(
    "flights/train",
  );
  expect(readTracking(URI).source).toBeNull();
});

test.each([undefined, "", "sqlite:///mlflow.db", "./mlruns"])("%s is no server, and says so", (uri) => {
  expect(() => readTracking({ MLFLOW_TRACKING_URI: uri })).toThrow(
    /MLFLOW_TRACKING_URI is .*must be the http/,
  );
});
