import { registerModel, setAlias, type TrackedRun, TrackingError } from "gwanje/tracking";
import type { Day } from "../data/day";
import rules from "../rules.json";
import type { Evaluation } from "./evaluate";
import { PROBABILITIES } from "./onnx";
import type { Metrics } from "./score-day";
import { CHAMPION, MODEL } from "./serving";
import { SIGNATURE } from "./train-day";

export const EXPERIMENT = "flights";
const MODEL_PATH = "model";

/** What a training came from and to, and its model. */
export async function logTraining(
  run: TrackedRun,
  of: {
    metrics: Metrics;
    file: Uint8Array;
    losses: readonly number[];
    trainingSet: { id: string; url: string } | null;
  },
): Promise<void> {
  const { trained_on, days, rows, fitted_rows, late_share, training, weights } = of.metrics;
  run.logParams({
    trained_from: trained_on.from,
    trained_to: trained_on.to,
    days,
    rows,
    fitted_rows,
    columns: Object.keys(weights).length,
    late_after_minutes: rules.late_after_minutes,
  });
  if (of.trainingSet) {
    const { id, url } = of.trainingSet;
    run.logParam("training_set", id);
    await run.logDataset({ name: "flights", digest: id, source: url });
  }
  of.losses.forEach((loss, step) => {
    run.logMetric("fit/loss", loss, step);
  });
  run.logMetrics({ late_share, ...figuresOf("training/", training) });
  await run.logJson(of.metrics, "metrics.json");
  await run.logModel({
    path: MODEL_PATH,
    files: { "model.onnx": of.file },
    flavors: { onnx: { data: "model.onnx", onnx_version: "1.15.0" } },
    signature: { inputs: SIGNATURE, outputs: [tensor(PROBABILITIES, 2)] },
  });
}

/** How good the model was on its day. Its names have no prefix: they are what models are chosen by. */
export function logHoldout(run: TrackedRun, evaluation: Evaluation): void {
  run.logMetrics({ rows: evaluation.rows, ...figuresOf("", evaluation) });
}

/** The next version of the registered model, and whether it is the champion from now on. */
export async function registerAndPromote(runId: string, day: Day) {
  const source = { runId, path: MODEL_PATH, source: `runs:/${runId}/${MODEL_PATH}` };
  const { version } = await registerModel(MODEL, source, { tags: { day } });
  return { model: MODEL, version, ...(await promote(version)) };
}

/** The server judges: the alias has a policy where the demo was loaded, and then what does not fulfil it is refused. */
async function promote(version: number): Promise<{ champion: boolean; why: string }> {
  try {
    await setAlias(MODEL, CHAMPION, version);
    return { champion: true, why: "" };
  } catch (error) {
    if (!(error instanceof TrackingError) || !REFUSALS.has(error.code)) throw error;
    return { champion: false, why: error.message };
  }
}

const REFUSALS = new Set(["INVALID_PARAMETER_VALUE", "PERMISSION_DENIED"]);

function figuresOf(prefix: string, evaluation: Evaluation | null): Record<string, number> {
  if (evaluation === null) return {};
  const { auc, log_loss, baseline_log_loss, brier, baseline_brier } = evaluation;
  const figures = { ...(auc !== null && { auc }), log_loss, baseline_log_loss, brier, baseline_brier };
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [prefix + name, value]));
}

function tensor(name: string, width: number) {
  return { name, type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, width] } };
}
