import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileStream, typed } from "../task/storage";
import { createBuffer, type Pair } from "./buffer";
import { type LoggedModel, type ModelFiles, modelFile } from "./model";
import { post, putFile, TrackingError } from "./send";

export type Value = string | number | boolean;
export type Ending = "FINISHED" | "FAILED" | "KILLED";
export type TrackedRun = ReturnType<typeof trackedRun>;

const textOf = (values: Readonly<Record<string, Value>>): Pair[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: String(value) }));
/** JSON has no NaN and no infinity; the protocol takes their names. */
const numberOf = (value: number) => (Number.isFinite(value) ? value : String(value));

/** A run that is being logged. Parameters, metrics and tags are sent together, at the latest a second later and at the end. */
export function trackedRun({
  id,
  experimentId,
  artifactUri,
}: {
  id: string;
  experimentId: string;
  artifactUri: string;
}) {
  const buffer = createBuffer((batch) => post("/runs/log-batch", { run_id: id, ...batch }));
  const placeOf = (path: string) => {
    const [, root] = /^mlflow-artifacts:\/+(.*)$/.exec(artifactUri) ?? [];
    if (root === undefined)
      throw new TrackingError(
        0,
        "artifact_uri",
        `The run's artifacts lie at ${artifactUri}, which only the server's own clients reach.`,
      );
    return `${root}/${path}`;
  };
  async function putBytes(path: string, body: string | Uint8Array, contentType?: string): Promise<void> {
    const bytes = Buffer.from(body);
    const headers = typed(path, contentType === undefined ? {} : { contentType });
    await putFile(placeOf(path), () => ({ body: bytes, headers }));
  }

  return {
    id,
    experimentId,
    /** Written once: another value for the same key is refused at the next flush. */
    logParam: (key: string, value: Value) => buffer.add({ params: textOf({ [key]: value }) }),
    logParams: (params: Readonly<Record<string, Value>>) => buffer.add({ params: textOf(params) }),
    logMetric: (key: string, value: number, step = 0) => logMetrics({ [key]: value }, step),
    logMetrics,
    setTag: (key: string, value: Value) => buffer.add({ tags: textOf({ [key]: value }) }),
    setTags: (tags: Readonly<Record<string, Value>>) => buffer.add({ tags: textOf(tags) }),
    /** Sends what is held. Throws what went wrong with it, or with what was sent before. */
    flush: buffer.flush,

    /** What the run learns from, such as a training set: `source` is s3://<bucket>/<key>. Drift of inputs is measured against it. */
    async logDataset({
      name,
      digest,
      source,
    }: {
      name: string;
      digest: string;
      source: string;
    }): Promise<void> {
      const dataset = { name, digest, source_type: "s3", source: JSON.stringify({ uri: source }) };
      const tags = [{ key: "mlflow.data.context", value: "training" }];
      await post("/runs/log-inputs", { run_id: id, datasets: [{ tags, dataset }] });
    },

    /** A file of the task's folder; `path` is its place among the run's artifacts, by default its name. */
    async logArtifact(file: string, path = basename(file)): Promise<void> {
      const { size } = await stat(file);
      const headers = { ...typed(path), "content-length": String(size) };
      await putFile(placeOf(path), () => ({ body: fileStream(file), headers }));
    },
    logText: (text: string, path: string) => putBytes(path, text),
    logJson: (value: unknown, path: string) => putBytes(path, `${JSON.stringify(value, null, 2)}\n`),
    logBytes: putBytes,

    /** A model as MLflow knows it: a folder of files with an MLmodel that describes them. */
    async logModel(model: ModelFiles): Promise<LoggedModel> {
      const { path = "model", files } = model;
      for (const [name, body] of Object.entries(files)) await putBytes(`${path}/${name}`, body);
      const description = modelFile(model, { runId: id, path, now: new Date() });
      // JSON is YAML.
      await putBytes(
        `${path}/MLmodel`,
        `${JSON.stringify(description, null, 2)}\n`,
        "text/plain; charset=utf-8",
      );
      await post("/runs/log-model", { run_id: id, model_json: JSON.stringify(description) });
      return { runId: id, path, source: `runs:/${id}/${path}` };
    },

    /** Sends what is held, and ends the run. It is ended also when something of that was refused, which is thrown after. */
    async end(status: Ending = "FINISHED"): Promise<void> {
      const problem = await buffer.flush().then(
        () => null,
        (error: unknown) => ({ error }),
      );
      const ending = problem && status === "FINISHED" ? "FAILED" : status;
      await post("/runs/update", { run_id: id, status: ending, end_time: Date.now() });
      if (problem) throw problem.error;
    },
  };

  function logMetrics(metrics: Readonly<Record<string, number>>, step = 0): void {
    const timestamp = Date.now();
    buffer.add({
      metrics: Object.entries(metrics).map(([key, value]) => ({
        key,
        value: numberOf(value),
        timestamp,
        step,
      })),
    });
  }
}
