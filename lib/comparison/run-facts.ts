import { createHash } from "node:crypto";
import type { Head } from "./repository/heads";
import type { Facts } from "./section";

/** Tags that the section of the code shows, by the row they make there. */
const CODE_TAGS: Readonly<Record<string, string>> = {
  "mlflow.source.git.commit": "commit",
  "mlflow.source.git.branch": "branch",
  "mlflow.source.git.repoURL": "repository",
  "mlflow.source.git.dirty": "dirty",
  "mlflow.source.name": "entry_point",
  "mlflow.source.type": "source_type",
};
export const DIFF_TAG = "mlflow.source.git.diff";
export const MODELS_TAG = "mlflow.log-model.history";
/** Read with each run, and shown in other places than among the tags. */
export const OWN_TAGS = [
  ...Object.keys(CODE_TAGS),
  DIFF_TAG,
  MODELS_TAG,
  "mlflow.runName",
  "mlflow.user",
  "mlflow.modelVersions",
];

/** Where the code comes from. The uncommitted changes are named by their hash; whole they are in `diffs`. */
export function codeFacts({ tags, task }: Head): Facts {
  const facts = new Map<string, string>();
  for (const [tag, row] of Object.entries(CODE_TAGS)) {
    const value = tags[tag];
    if (value !== undefined) facts.set(row, value);
  }
  const diff = tags[DIFF_TAG];
  if (diff) facts.set("diff", markOf(diff));
  if (task) facts.set("pipeline_code", task.codeSha ?? "none");
  return facts;
}

/** Which changes they are, and how many lines: "3f2a91c0 (+10 −2)". */
function markOf(diff: string): string {
  const lines = diff.split("\n");
  const count = (sign: string) =>
    lines.filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3))).length;
  const sha = createHash("sha256").update(diff).digest("hex").slice(0, 8);
  return `${sha} (+${count("+")} −${count("-")})`;
}

/** What the pipeline's run was started with. */
export function pipelineFacts({ task }: Head): Facts {
  if (!task) return new Map();
  const facts = new Map([
    ["pipeline", task.dagId],
    ["version", String(task.version)],
  ]);
  if (task.taskId !== null) facts.set("task", task.taskId);
  if (task.intervalStart !== null) facts.set("interval_start", isoOf(task.intervalStart));
  if (task.intervalEnd !== null) facts.set("interval_end", isoOf(task.intervalEnd));
  for (const [name, value] of Object.entries(task.params)) facts.set(`params.${name}`, textOf(value));
  return facts;
}

/** A string as it is, anything else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The database writes times into JSON with its own offset. */
export function isoOf(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}

/** Content, rows and place of each dataset. Two of one name are told together. */
export function datasetFacts({ datasets }: Head): Facts {
  const facts = new Map<string, string>();
  const add = (row: string, value: string) => {
    const known = facts.get(row);
    facts.set(row, known === undefined || known === value ? value : `${known}, ${value}`);
  };
  for (const { name, digest, source, context, profile } of datasets) {
    const label = context ? `${name} (${context})` : name;
    add(label, digest);
    const rows = rowsIn(profile);
    if (rows !== null) add(`${label} rows`, rows);
    add(`${label} source`, source);
  }
  return facts;
}

/** MLflow's datasets have a profile such as {"num_rows": 150}. A client may have written anything there. */
function rowsIn(profile: string | null): string | null {
  if (profile === null) return null;
  const found = /"num_rows"\s*:\s*(\d{1,18})\b/.exec(profile);
  return found?.[1] ?? null;
}

const MEBIBYTE = 1024 * 1024;

/** What the run ran in, beside its packages. */
export function environmentFacts(head: Head, versions: Facts): Facts {
  const facts = new Map(versions);
  if (head.endTime !== null) facts.set("duration_s", seconds(head.endTime - head.startTime));
  const { task } = head;
  if (!task) return facts;
  if (task.queuedMs !== null) facts.set("queued_s", seconds(task.queuedMs));
  const { cpu_ms: cpuMs, max_rss_bytes: rssBytes } = task.usage ?? {};
  if (typeof cpuMs === "number") facts.set("cpu_s", seconds(cpuMs));
  if (typeof rssBytes === "number") facts.set("memory_mib", String(Math.round(rssBytes / MEBIBYTE)));
  return facts;
}

function seconds(ms: number): string {
  return String(Math.round(ms / 10) / 100);
}
