import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { ColumnProfile } from "@/lib/point-in-time/schema";
import { patiently } from "@/lib/predictions";
import { read } from "@/lib/verbs";
import { numberOf } from "./bins";
import { columnOf } from "./column-of";
import { compared } from "./compare";
import { inputsOfSample, type Live } from "./live";
import { profileMedian } from "./profile-values";
import { chosenReference, referenceByLineage } from "./reference/reference";
import { samplePredictions } from "./repository/sample";
import { DriftInput, type DriftView, type InputDrift } from "./schema";
import { LIMITS } from "./values";

const HOUR_MS = 3_600_000;
const STEP_MS = { hour: HOUR_MS, day: 24 * HOUR_MS };

/** How the inputs of an endpoint have shifted against its reference, the largest shift first. */
export const readDrift = read("predictions:read", DriftInput, driftOf);

export async function driftOf(
  ctx: Pick<Ctx, "db" | "storage" | "clock">,
  query: DriftInput,
): Promise<DriftView> {
  const { endpoint } = query;
  const window = windowOf(query, ctx.clock.now());
  const variant = query.variant ?? null;
  const chosen = await chosenReference(ctx, endpoint);
  const sample = await patiently(samplePredictions(poolSql(ctx.db.pool), { endpoint, variant, ...window }));
  const newest = sample.kept.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
  const reference = chosen ?? (newest ? await referenceByLineage(ctx, newest) : null);
  const { inputs, rows, isWhole } = inputsOfSample(sample.kept);
  const found = [...inputs]
    .map(([name, live]) => {
      const column = columnOf(name, reference?.columns ?? []);
      return inputDrift(name, live, column, { ...window, fewest: query.min_rows });
    })
    .sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1) || (a.name < b.name ? -1 : 1));
  return {
    endpoint,
    ...window,
    variant,
    variants: [...new Set(sample.kept.map((one) => one.variant))].sort((a, b) => a - b),
    reference: reference?.view ?? null,
    predictions: sample.all,
    rows,
    complete: sample.isWhole && isWhole,
    min_rows: query.min_rows,
    inputs: found.slice(0, LIMITS.inputs),
    has_more_inputs: found.length > LIMITS.inputs,
  };
}

type Window = { from: string; to: string; bucket: "hour" | "day" };

/** The last day by the hour, unless the question says otherwise. */
function windowOf({ from, to, bucket }: DriftInput, now: Date): Window {
  const end = to === undefined ? now.getTime() + 1 : Date.parse(to);
  const start = from === undefined ? end - STEP_MS.day : Date.parse(from);
  if (start >= end)
    throw InvalidError.field(
      "/from",
      "must be before to",
      because("invalid_value", { allowed: "a time before to" }),
    );
  const step = bucket ?? (end - start <= LIMITS.buckets * HOUR_MS ? "hour" : "day");
  if (end - start > LIMITS.buckets * STEP_MS[step])
    throw InvalidError.field(
      "/from",
      `There may be ${LIMITS.buckets} steps of a ${step} between from and to. Take a shorter window${step === "hour" ? ", or bucket=day" : ""}.`,
      because("too_big", { maximum: String(LIMITS.buckets), origin: "array" }),
    );
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString(), bucket: step };
}

function inputDrift(
  name: string,
  { values, times }: Live,
  column: ColumnProfile | null,
  { from, to, bucket, fewest }: Window & { fewest: number },
): InputDrift {
  const numbers = values.flatMap((value) => (typeof value === "string" ? [] : (numberOf(value) ?? [])));
  const nulls = values.filter((value) => numberOf(value) === null).length;
  const facts = { name, rows: values.length, nulls, median: medianOf(numbers) };
  if (!column)
    return {
      ...facts,
      ...{ column: null, level: "no_reference", psi: null, ks: null, bins: [], buckets: [] },
      ...{ reference_rows: null, reference_nulls: null, reference_median: null },
    };
  const { bins, ...whole } = compared(column, values, fewest);
  const places = placesOf({ from, to, bucket });
  const parts = places.map((): unknown[] => []);
  const first = places[0] ?? 0;
  for (const [at, value] of values.entries())
    parts[Math.floor(((times[at] ?? 0) - first) / STEP_MS[bucket])]?.push(value);
  return {
    ...facts,
    ...whole,
    bins,
    column: column.name,
    reference_rows: column.rows,
    reference_nulls: column.nulls,
    reference_median: profileMedian(column),
    buckets: places.map((at, place) => {
      const part = parts[place] ?? [];
      const { psi, ks } = compared(column, part, fewest);
      return { at: new Date(at).toISOString(), rows: part.length, psi, ks };
    }),
  };
}

/** Where buckets begin: at whole hours or days of UTC. */
function placesOf({ from, to, bucket }: Window): number[] {
  const step = STEP_MS[bucket];
  const first = Math.floor(Date.parse(from) / step) * step;
  return Array.from({ length: Math.ceil((Date.parse(to) - first) / step) }, (_, at) => first + at * step);
}

function medianOf(numbers: readonly number[]): number | null {
  return Float64Array.from(numbers).sort()[Math.floor((numbers.length - 1) / 2)] ?? null;
}
