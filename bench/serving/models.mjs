import { post } from "./post.mjs";

/** As the MLflow client does it: a run with the model among its artifacts, and a version of a registered model of it. */
export async function registerModel(target, name, bytes, mlmodel) {
  const mlflow = (path, body) => post(target, `${target.serving}/mlflow/api/2.0/mlflow/${path}`, body);
  const { run } = await mlflow("runs/create", { experiment_id: "0", run_name: name });
  const runId = run.info.run_id;
  const folder = run.info.artifact_uri.replace(/^mlflow-artifacts:\/+/, "");
  const files = { "model.onnx": bytes, ...(mlmodel && { MLmodel: Buffer.from(mlmodel) }) };
  for (const [file, content] of Object.entries(files))
    await post(
      target,
      `${target.serving}/mlflow/api/2.0/mlflow-artifacts/artifacts/${folder}/model/${file}`,
      content,
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
  const instances = [more.feature_service ? { driver_id: 7 } : Array(20).fill(0)];
  await post(target, `${target.serving}/predict/${name}`, { instances });
}
