export { type DatasetColumn, datasetColumns } from "./dataset-columns";

/** Limits and forms of what clients log, as MLflow has them. Lengths count characters, not UTF-16 units. */
export const RUN_STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
export const isOpen = (status: RunStatus) => status === "RUNNING" || status === "SCHEDULED";
export const MODEL_STATUSES = ["PENDING", "READY", "UPLOAD_FAILED"] as const;
export type ModelStatus = (typeof MODEL_STATUSES)[number];
/** What groups of runs can be sorted by. */
export const GROUP_SORTS = ["runs", "key", "mean", "std", "min", "max", "n"] as const;
export type GroupSort = (typeof GROUP_SORTS)[number];
export const VIEW_TYPES = ["ACTIVE_ONLY", "DELETED_ONLY", "ALL"] as const;
export type ViewType = (typeof VIEW_TYPES)[number];

/** What a chart's points are placed by; `relative` counts from the start of their run. */
export const AXES = ["step", "time", "relative"] as const;
export type Axis = (typeof AXES)[number];

export const MAX_KEY = 250;
/** A parameter that is longer is cut, as the official server does. */
export const MAX_PARAM_VALUE = 6_000;
export const MAX_TAG_VALUE = 8_000;
export const MAX_EXPERIMENT_TAG_VALUE = 20_000;
export const MAX_EXPERIMENT_NAME = 500;
export const MAX_RUN_NAME = 250;
export const MAX_USER_ID = 256;
export const MAX_BATCH = { metrics: 1_000, params: 100, tags: 100, all: 1_000 } as const;
export const RUN_NAME_TAG = "mlflow.runName";
/** A run within another one names it here. */
export const PARENT_TAG = "mlflow.parentRunId";
/** How the attempt ended that left the run open, such as "lost: lease_lost"; the run was closed for it. */
export const CLOSED_TAG = "gwanje.closed";
/** What is said of an experiment or a run, in Markdown. */
export const NOTE_TAG = "mlflow.note.content";

export function isRunId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** Of a logged model: a JSON list of the versions that the registry has of it. */
export const MODEL_VERSIONS_TAG = "mlflow.modelVersions";

/** A model that a run of MLflow 3 logged. */
export function isModelId(text: string): boolean {
  return /^m-[0-9a-f]{32}$/.test(text);
}

/** Decimal, and small enough for the database. */
export function isExperimentId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The first `most` characters; never half of one. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join("");
}

/** Also what it takes for a key to be a path that leads nowhere else. */
export function keyProblem(key: string): string | null {
  if (key === "") return "is empty";
  if (characters(key) > MAX_KEY) return `is longer than ${MAX_KEY} characters`;
  if (!/^[\p{L}\p{M}\p{N}_/. :-]+$/u.test(key))
    return "may hold letters, digits, _, -, ., /, : and spaces only";
  const parts = key.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    return "may not begin or end with / and may not hold //, . or .. between slashes";
  return null;
}

const INT64_MAX = 9_223_372_036_854_775_807n;
const INT64_MIN = -INT64_MAX - 1n;

/** The digits of a number of 64 bits, which a double would change; null for anything else. */
export function int64(value: number | string): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : null;
  if (!/^[+-]?\d{1,19}$/.test(value)) return null;
  const exact = BigInt(value);
  return exact >= INT64_MIN && exact <= INT64_MAX ? exact.toString() : null;
}

/** The greatest double: infinities are stored as it, as the official server does. */
const MOST = "1.7976931348623157e308";

/** A metric's value as the database reads it. */
export function doubleText(value: number | "NaN" | "Infinity" | "-Infinity"): string {
  if (value === "Infinity") return MOST;
  if (value === "-Infinity") return `-${MOST}`;
  return String(value);
}

/** A model's name is a part of addresses. */
export function modelNameProblem(name: string): string | null {
  if (name.trim() === "") return "must not be blank";
  if (characters(name) > MAX_RUN_NAME) return `must have at most ${MAX_RUN_NAME} characters`;
  return /[/:.%"']/.test(name) ? "may not hold / : . % or quotes" : null;
}

/** Of those with the same key the last one, in the order in which keys first come. */
export function lastOfEach<T extends { key: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.key, item])).values()];
}
