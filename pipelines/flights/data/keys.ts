import type { Day } from "./day";
import type { Entity } from "./feature-window";

export const RAW_PREFIX = "raw/flights/";

/** Every object of the pipeline; a second run of a day overwrites the first one's. */
export const keys = {
  rawParquet: (day: Day) => `${RAW_PREFIX}date=${day}.parquet`,
  rawCsv: (day: Day) => `${RAW_PREFIX}date=${day}.csv`,
  featureFolder: (entity: Entity) => `features/flights/${entity}/`,
  /** What is known at the beginning of the day. */
  features: (entity: Entity, day: Day) => `features/flights/${entity}/date=${day}.parquet`,
  trainingRows: (day: Day) => `training/flights/date=${day}.parquet`,
  holdoutRows: (day: Day) => `holdout/flights/date=${day}.parquet`,
  model: (day: Day) => `models/flights/date=${day}/model.onnx`,
  metrics: (day: Day) => `models/flights/date=${day}/metrics.json`,
  holdout: (day: Day) => `models/flights/date=${day}/holdout.json`,
  schedule: (day: Day) => `schedule/flights/date=${day}.parquet`,
  predictions: (day: Day) => `predictions/flights/date=${day}.parquet`,
  /** Which predictions the endpoint made of the day's flights before it began. */
  asked: (day: Day) => `predictions/flights/date=${day}.json`,
};

export function dayOfRawKey(key: string): Day | null {
  return key.match(/^raw\/flights\/date=(\d{4}-\d{2}-\d{2})\.parquet$/)?.[1] ?? null;
}

export function dayOfFeatureKey(key: string): Day | null {
  return key.match(/\/date=(\d{4}-\d{2}-\d{2})\.parquet$/)?.[1] ?? null;
}
