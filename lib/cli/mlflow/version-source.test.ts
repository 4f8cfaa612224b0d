import { expect, it } from "vitest";
import { originOf } from "./version-source";

const RUN = "0123456789abcdef0123456789abcdef";
const OTHER = "f".repeat(32);
const MODEL = `m-${RUN}`;

it.each([
  ["runs:/RUN/model", undefined, { source: "runs:/RUN/model", run_id: RUN }],
  ["runs:/RUN/model", OTHER, { source: "runs:/RUN/model", run_id: RUN }],
  ["models:/MODEL", OTHER, { source: "models:/MODEL", run_id: OTHER, model_id: MODEL }],
  ["models:/churn/3", OTHER, { source: "models:/churn/3", run_id: OTHER }],
  [
    "mlflow-artifacts:/7/RUN/artifacts/m",
    RUN,
    { source: "mlflow-artifacts:/7/RUN/artifacts/m", run_id: RUN },
  ],
  [
    "mlflow-artifacts://host:5000/7/RUN/artifacts",
    "",
    { source: "mlflow-artifacts:/7/RUN/artifacts", run_id: RUN },
  ],
  [
    "s3://bucket/a/7/RUN/artifacts/m/x",
    RUN,
    { source: "mlflow-artifacts:/7/RUN/artifacts/m/x", run_id: RUN },
  ],
  [
    "file:///srv/mlruns/7/RUN/artifacts/m",
    RUN,
    { source: "mlflow-artifacts:/7/RUN/artifacts/m", run_id: RUN },
  ],
  ["/srv/mlruns/7/RUN/artifacts/m", RUN, { source: "mlflow-artifacts:/7/RUN/artifacts/m", run_id: RUN }],
  ["s3://bucket/RUN/artifacts/m", RUN, { source: "mlflow-artifacts:/0/RUN/artifacts/m", run_id: RUN }],
  [
    "/srv/mlruns/7/models/MODEL/artifacts",
    RUN,
    { source: "mlflow-artifacts:/7/models/MODEL/artifacts", run_id: RUN, model_id: MODEL },
  ],
  ["dummy-source", undefined, { source: "dummy-source" }],
  ["s3://bucket/elsewhere", undefined, { source: "s3://bucket/elsewhere" }],
  ["http://evil/../../etc", undefined, { source: "http://evil/../../etc" }],
])("%s of run %s", (source, run_id, origin) => {
  const named = (text: string) => text.replace("RUN", RUN).replace("MODEL", MODEL);
  expect(originOf({ source: named(source), run_id })).toEqual({ ...origin, source: named(origin.source) });
});
