/** The files of a model and what is said of them. */
export type ModelFiles = {
  /** By name within the model's folder. */
  files: Readonly<Record<string, string | Uint8Array>>;
  /** The folder among the run's artifacts; by default "model". */
  path?: string;
  /** How it can be loaded: `{ onnx: { data: "model.onnx" } }`. */
  flavors: Readonly<Record<string, object>>;
  /** What it takes and gives, as MLflow writes it: a list of columns or tensors each. */
  signature?: { inputs: readonly object[]; outputs?: readonly object[] };
  metadata?: Readonly<Record<string, unknown>>;
};
export type LoggedModel = { runId: string; path: string; source: string };

/** The content of a model's MLmodel. */
export function modelFile(
  { flavors, signature, metadata, files }: ModelFiles,
  of: { runId: string; path: string; now: Date },
) {
  const size = Object.values(files).reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  return {
    artifact_path: of.path,
    flavors,
    model_size_bytes: size,
    run_id: of.runId,
    utc_time_created: of.now.toISOString().replace("T", " ").replace("Z", ""),
    ...(signature && {
      signature: {
        inputs: JSON.stringify(signature.inputs),
        outputs: signature.outputs ? JSON.stringify(signature.outputs) : null,
        params: null,
      },
    }),
    ...(metadata && { metadata }),
  };
}
