import { expect, it } from "vitest";
import { Ids } from "./ids";

const [RUN, OTHER, THERE] = ["a".repeat(32), "b".repeat(32), "c".repeat(32)];
const [MODEL, MODEL_THERE] = [`m-${RUN}`, `m-${THERE}`];
const ids = new Ids();
ids.runs.set(RUN, THERE);
ids.models.set(MODEL, MODEL_THERE);
const uris = (id: string) =>
  id === THERE
    ? "mlflow-artifacts:/9/there/artifacts"
    : id === MODEL_THERE
      ? "s3://b/m/artifacts"
      : undefined;

it("tags name the parent by its id there, and what is Gwanje's own stays here", () => {
  const tags = [
    { key: "mlflow.parentRunId", value: RUN },
    { key: "k", value: RUN },
    { key: "gwanje.run_id", value: "x" },
    { key: "mlflow.modelVersions", value: "[]" },
  ];
  expect(ids.tags(tags)).toEqual([
    { key: "mlflow.parentRunId", value: THERE },
    { key: "k", value: RUN },
  ]);
  expect(ids.tags([{ key: "mlflow.parentRunId", value: OTHER }])).toEqual([
    { key: "mlflow.parentRunId", value: OTHER },
  ]);
});

it.each([
  [`runs:/${RUN}/m/x`, `runs:/${THERE}/m/x`],
  [`runs:/${OTHER}/m`, null],
  [`models:/${MODEL}`, `models:/${MODEL_THERE}`],
  [`mlflow-artifacts:/1/${RUN}/artifacts/m`, "mlflow-artifacts:/9/there/artifacts/m"],
  [`mlflow-artifacts:/1/models/${MODEL}/artifacts`, "s3://b/m/artifacts"],
  [`mlflow-artifacts:/1/${OTHER}/artifacts/m`, null],
  ["models:/churn/3", "models:/churn/3"],
  ["dummy-source", "dummy-source"],
])("the source %s is there %s", (source, there) => {
  expect(ids.source(source, uris)).toBe(there);
});
