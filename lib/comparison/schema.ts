import * as z from "zod";
import { MOST_RUNS, POINTS, SECTIONS, type SectionName } from "./values";

/** Each once, in the order given. */
export function idsIn(list: string): string[] {
  return [...new Set(list.split(",").map((id) => id.trim()))].filter((id) => id !== "");
}
export function isSection(name: string): name is SectionName {
  return SECTIONS.some((section) => section === name);
}

export const ComparisonQuery = z.object({
  /** Ids of two to a hundred runs of any experiments, with commas between. */
  runs: z
    .string()
    .max(10_000)
    .refine((list) => idsIn(list).length >= 2 && idsIn(list).length <= MOST_RUNS, {
      error: `must name 2 to ${MOST_RUNS} different runs`,
    }),
  /** true: only the rows in which the runs differ. */
  differences: z.enum(["true", "false"]).default("false"),
  /** A part of the name of a row. */
  search: z.string().max(250).default(""),
  /** Which point of each metric; best is the lowest of a loss or an error, the highest of others. */
  point: z.enum(POINTS).default("last"),
  /** With point=step: the last point at or before this step. */
  step: z.coerce.number().int().optional(),
  /** Which sections, with commas between; all of them when it is left out. */
  sections: z
    .string()
    .max(200)
    .default("")
    .refine((list) => idsIn(list).every(isSection), { error: `must name some of ${SECTIONS.join(", ")}` }),
});

/** NaN is text, because JSON has no number for it. */
const Cell = z.union([z.string(), z.number(), z.null()]);
export type Cell = z.infer<typeof Cell>;
const Row = z.object({
  key: z.string(),
  /** False: all runs have it, and the same. */
  differs: z.boolean(),
  /** One for each run, in the order of `runs`; null where a run has none. A long one is cut and ends with an ellipsis. */
  values: z.array(Cell),
});
export type ComparisonRow = z.infer<typeof Row>;
const Section = z.object({
  /** Rows that match, before any is left out. */
  total: z.number().int(),
  differing: z.number().int(),
  /** By name; at most 500. */
  rows: z.array(Row),
});
export type ComparisonSection = z.infer<typeof Section>;

const ComparedRun = z.object({
  id: z.string(),
  name: z.string(),
  experiment_id: z.string(),
  experiment_name: z.string(),
  status: z.string(),
  lifecycle: z.enum(["active", "deleted"]),
  user: z.string().nullable(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  /** The pipeline and the run of it whose task made this run; null too without the permission to read runs. */
  dag_id: z.string().nullable(),
  dag_run_id: z.string().nullable(),
});
export type ComparedRun = z.infer<typeof ComparedRun>;

/** What is put back when a run is started again. `edit` takes other parameters of the pipeline. */
const Change = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("param"), name: z.string().min(1).max(250) }),
  z.strictObject({ kind: z.literal("interval") }),
  z.strictObject({ kind: z.literal("version") }),
  z.strictObject({ kind: z.literal("edit"), params: z.record(z.string(), z.unknown()) }),
]);
export type Change = z.infer<typeof Change>;

/** A run that was started again from a comparison. */
const Rerun = z.object({
  id: z.string(),
  run_id: z.string(),
  other_run_id: z.string().nullable(),
  change: Change,
  /** The value that the run had, and the one that it was started again with. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  dag_id: z.string(),
  dag_run_id: z.string(),
  /** Of the pipeline's run; null when that is gone. */
  state: z.string().nullable(),
  /** What it logged, as far as it is there. */
  experiment_run_ids: z.array(z.string()),
  created_at: z.string(),
});
export type Rerun = z.infer<typeof Rerun>;

export const Comparison = z.object({
  /** Those that are there, in the order asked for; deleted ones too. */
  runs: z.array(ComparedRun),
  /** Ids of which there is no run. */
  missing: z.array(z.string()),
  /** Those that were asked for. */
  sections: z.partialRecord(z.enum(SECTIONS), Section),
  /** The uncommitted changes that each run was started with, whole; of the section code. */
  diffs: z.array(z.string().nullable()),
  /** Repetitions of these runs, as they were or with a difference between two of them put back; the newest 50. */
  reruns: z.array(Rerun),
});
export type Comparison = z.infer<typeof Comparison>;

const RunId = z.string().max(300);
export const ReversalQuery = z.object({ run_id: RunId, other_run_id: RunId });
/** Why a difference cannot be put back by starting the run's pipeline again. */
const Why = z.enum(["no_pipeline", "other_pipeline", "not_a_parameter", "not_in_version"]);
const Reversal = z.object({
  section: z.enum(SECTIONS),
  key: z.string(),
  /** The run's value, and the other one's. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Null where it cannot be put back; `why` says the reason. */
  change: Change.nullable(),
  why: Why.nullable(),
});
export type Reversal = z.infer<typeof Reversal>;
export const ReversalList = z.object({ data: z.array(Reversal) });

/** With what a run of the pipeline is started. */
const RerunPlan = z.object({
  dag_id: z.string(),
  version: z.number().int(),
  params: z.record(z.string(), z.unknown()),
  data_interval: z.object({ start: z.string(), end: z.string() }).nullable(),
});
export type RerunPlan = z.infer<typeof RerunPlan>;
export const RerunBody = z.strictObject({
  run_id: RunId,
  /** The run whose value is put back: needed unless the change is none or edit. */
  other_run_id: RunId.nullish(),
  change: Change,
  /** Nothing is started; the reply says what would be. */
  dry_run: z.boolean().default(false),
});
/** `dag_run_id` is null for a dry run. */
export const RerunReply = z.object({ plan: RerunPlan, dag_run_id: z.string().nullable() });
