import { post } from "./post.mjs";

/** As the MLflow client does it: a run with the model among its artifacts, and a version of a registered model of it. */
export async function registerModel(target, name, bytes) {
  const mlflow = (path, body) => post(target, `${target.serving}/mlflow/api/2.0/mlflow/${path}`, body);
  const { run } = await mlflow("runs/create", { experiment_id: "0", run_name: name });
  const runId = run.info.run_id;
  const folder = run.info.artifact_uri.replace(/^mlflow-artifacts:\/+/, "");
  await post(
    target,
    `${target.serving}/mlflow/api/2.0/mlflow-artifacts/artifacts/${folder}/model/model.onnx`,
    bytes,
    "PUT",
  );
  await mlflow("registered-models/create", { name });
  await mlflow("model-versions/create", { name, source: `runs:/${runId}/model`, run_id: runId });
}

/** An endpoint of the same name, warm. */
export async function serveModel(target, name, more = {}) {
  await post(target, `${target.url}/api/v1/endpoints`, {
    ...{ name, variant: { model: name, version: 1 }, max_in_flight: 256, ...more },
  });
  const instances = [Array(20).fill(0)];
  await post(target, `${target.serving}/predict/${name}`, { instances });
}
