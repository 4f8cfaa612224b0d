import { expect, type Page } from "@playwright/test";
import { call } from "./fixtures";

/** A logistic regression of two columns, as scikit-learn's converter writes one. */
const ONNX =
  "CAgSC2d3YW5qZS10ZXN0OpMCCrgBCghmZWF0dXJlcxIFbGFiZWwSDXByb2JhYmlsaXRpZXMiEExpbmVhckNsYXNzaWZpZXIqIwoMY29lZmZpY2llbnRzOhAAAIC/AAAAwAAAgD8AAABAoAEGKhkKCmludGVyY2VwdHM6CAAAAAAAAAAAoAEGKhkKEGNsYXNzbGFiZWxzX2ludHNCAgABoAEHKh0KDnBvc3RfdHJhbnNmb3JtIghMT0dJU1RJQ6ABAzoKYWkub25ueC5tbBIBZ1obCghmZWF0dXJlcxIPCg0IARIJCgMSAU4KAggCYhQKBWxhYmVsEgsKCQgHEgUKAxIBTmIgCg1wcm9iYWJpbGl0aWVzEg8KDQgBEgkKAxIBTgoCCAJCBAoAEA9CDgoKYWkub25ueC5tbBAC";
const COLUMNS = '[{"name": "distance", "type": "double"}, {"name": "hour", "type": "long"}]';
const MLMODEL = `flavors: {onnx: {data: model.onnx}}\nsignature: {inputs: '${COLUMNS}', outputs: null, params: null}\n`;

/** Registers so many versions of a model that answers, as a training script does it. A second round adds more. */
export async function registerDelays(page: Page, model: string, versions: number): Promise<void> {
  const made = await call(page, "POST", "/tokens", {
    name: `registry of ${model}`,
    scopes: ["experiments:read", "experiments:write"],
  });
  const { token } = await made.json();
  const headers = { authorization: `Bearer ${token}` };
  await call(page, "POST", "/models", { name: model });
  for (let at = 0; at < versions; at += 1) {
    const run = await page.request.post("/mlflow/api/2.0/mlflow/runs/create", {
      data: { experiment_id: "0" },
      headers,
    });
    const { run_id } = (await run.json()).run.info;
    const files = { MLmodel: Buffer.from(MLMODEL), "model.onnx": Buffer.from(ONNX, "base64") };
    for (const [name, data] of Object.entries(files)) {
      const path = `/mlflow/api/2.0/mlflow-artifacts/artifacts/0/${run_id}/artifacts/model/${name}`;
      const stored = await page.request.put(path, {
        data,
        headers: { ...headers, "content-type": "application/octet-stream" },
      });
      expect(stored.status(), await stored.text()).toBe(200);
    }
    const source = `runs:/${run_id}/model`;
    const answer = await call(page, "POST", `/models/${encodeURIComponent(model)}/versions`, {
      source,
      run_id,
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
}
