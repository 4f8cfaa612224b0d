import { newId } from "@/lib/platform/ids";
import type { FileStores } from "@/lib/testing";
import type { PredictionRow } from "./prediction-row";
import { predictionLogOf } from "./record";

/** For tests: a prediction of the file's clock as the log holds it. */
export function trialPrediction(
  stores: Pick<FileStores, "clock">,
  changes: Partial<PredictionRow> = {},
): PredictionRow {
  const at = stores.clock.now();
  return {
    at,
    id: newId("pred", at.getTime()),
    endpoint: "trial",
    protocol: "predict",
    variant: 1,
    model: { name: "m", version: 1 },
    outcome: "ok",
    error: null,
    rows: 1,
    keptRows: 1,
    request: '[{"x":1}]',
    given: null,
    features: null,
    response: '[{"y":2}]',
    spentUs: { parse: 100, features: 0, wait: 50, run: 800, encode: 50 },
    caller: { type: "token", id: "tok_1", name: "caller" },
    runId: null,
    requestId: newId("req"),
    traceId: null,
    ...changes,
  };
}

/** For tests: writes it, and returns its id. */
export async function storePrediction(
  stores: FileStores,
  changes: Partial<PredictionRow> = {},
): Promise<string> {
  const row = trialPrediction(stores, changes);
  predictionLogOf(stores).add(row);
  await predictionLogOf(stores).drain();
  return row.id;
}
