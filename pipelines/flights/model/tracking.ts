import { registerModel, setAlias, type TrackedRun, TrackingError } from "gwanje/tracking";
import type { Day } from "../data/day";
import rules from "../rules.json";
import type { Evaluation } from "./evaluate";
import { INPUT, PROBABILITIES } from "./onnx";
import type { Trained } from "./train-day";

export const EXPERIMENT = "flights";
/** The registered model, a version for each day, and the alias of the one to use. */
const MODEL = "flight-delay";
const CHAMPION = "champion";
const MODEL_PATH = "model";

/** What a training came from and to, and its model. */
export async function logTraining(
  run: TrackedRun,
  of: {
    trained: Trained;
    training: { from: Day; to: Day };
    file: Uint8Array;
    metrics: object;
    losses: readonly number[];
  },
): Promise<void> {
  const { trained, training } = of;
  run.logParams({
    trained_from: training.from,
    trained_to: training.to,
    days: trained.days,
    rows: trained.rows,
    fitted_rows: trained.fitted_rows,
    columns: trained.columns.length,
    late_after_minutes: rules.late_after_minutes,
  });
  of.losses.forEach((loss, step) => {
    run.logMetric("fit/loss", loss, step);
  });
  run.logMetrics({ late_share: trained.late_share, ...figuresOf("training/", trained.training) });
  await run.logJson(of.metrics, "metrics.json");
  const width = trained.columns.length;
  await run.logModel({
    path: MODEL_PATH,
    files: { "model.onnx": of.file },
    flavors: { onnx: { data: "model.onnx", onnx_version: "1.15.0" } },
    signature: {
      inputs: [tensor(INPUT, width)],
      outputs: [tensor(PROBABILITIES, 2)],
    },
    metadata: { columns: trained.columns },
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
