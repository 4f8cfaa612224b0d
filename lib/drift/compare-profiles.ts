import type { ColumnProfile } from "@/lib/point-in-time/schema";
import { type Bin, binsOf } from "./bins";
import { type Compared, levelOf, stabilityIndex } from "./compare";

type Numbers = ColumnProfile & { kind: "number" };
type Texts = ColumnProfile & { kind: "text" };

/**
 * Two profiles by the bins of the first. Numbers of the second are known at its hundredths and are taken as spread evenly between
 * two of them, so that a share is off by less than 0.02. Columns of two kinds are not compared.
 */
export function comparedProfiles(reference: ColumnProfile, live: ColumnProfile, fewest: number): Compared {
  const counted = countsOf(reference, live);
  if (!counted) return { psi: null, ks: null, level: "no_reference", bins: [] };
  const bins = counted.filter((bin) => bin.reference + bin.live > 0);
  if (Math.min(reference.rows, live.rows) < fewest || reference.rows === 0 || live.rows === 0)
    return { psi: null, ks: null, level: "few_rows", bins };
  const psi = stabilityIndex(
    bins.map((bin) => bin.reference),
    bins.map((bin) => bin.live),
  );
  const areNumbers = reference.kind === "number" && live.kind === "number";
  return { psi, ks: areNumbers ? profileDistance(reference, live) : null, level: levelOf(psi), bins };
}

type Counted = Bin & { reference: number; live: number };

function countsOf(reference: ColumnProfile, live: ColumnProfile): Counted[] | null {
  if (reference.kind === "number" && live.kind === "number") return numberCounts(reference, live);
  return reference.kind === "text" && live.kind === "text" ? textCounts(reference, live) : null;
}

function numberCounts(reference: Numbers, live: Numbers): Counted[] {
  const { bins = [], reference: counts = [] } = binsOf(reference) ?? {};
  let before = 0;
  return bins.map((bin, at) => {
    const counted = { ...bin, reference: counts[at] ?? 0 };
    if (bin.kind !== "range") return { ...counted, live: bin.kind === "null" ? live.nulls : 0 };
    const reached = bin.high === null ? live.rows - live.nulls : upTo(live, bin.high, bin.has_high).likely;
    const found = { ...counted, live: reached - before };
    before = reached;
    return found;
  });
}

/**
 * A text that the second has, but not among its most frequent ones, is counted with all others on both sides: fewer bins show
 * less of a shift, never more.
 */
function textCounts(reference: Texts, live: Texts): Counted[] {
  const found = new Map(live.top);
  const isWhole = live.distinct <= live.top.length;
  const named = reference.top.filter(([value]) => isWhole || found.has(value));
  const bins: Counted[] = named.map(([value, count]) => ({
    kind: "value",
    value,
    reference: count,
    live: found.get(value) ?? 0,
  }));
  const rest = (profile: Texts, side: "reference" | "live") =>
    profile.rows - profile.nulls - bins.reduce((sum, bin) => sum + bin[side], 0);
  return [
    ...bins,
    { kind: "other", reference: rest(reference, "reference"), live: rest(live, "live") },
    { kind: "null", reference: reference.nulls, live: live.nulls },
  ];
}

/**
 * The statistic of Kolmogorov and Smirnov, looked at right before and at the hundredths of both, each time with the least distance
 * that they allow: never too large, and less than 0.02 too small. Null without numbers on both sides.
 */
export function profileDistance(a: Numbers, b: Numbers): number | null {
  const [all, allOther] = [a.rows - a.nulls, b.rows - b.nulls];
  if (all === 0 || allOther === 0) return null;
  let largest = 0;
  for (const [value] of [...a.edges, ...b.edges])
    for (const hasValue of [false, true]) {
      const [one, other] = [upTo(a, value, hasValue), upTo(b, value, hasValue)];
      const apart = Math.max(
        one.least / all - other.most / allOther,
        other.least / allOther - one.most / all,
      );
      largest = Math.max(largest, apart);
    }
  return largest;
}

/** How many values are smaller, or with `hasValue` smaller or equal: between which two counts that lies. */
function upTo({ edges }: Numbers, value: number, hasValue: boolean) {
  const behind = firstBeyond(edges, value);
  const [before, next] = [edges[behind - 1], edges[behind]];
  if (!before) return { least: 0, likely: 0, most: 0 };
  const [at, below, reached] = before;
  const known = at === value && !hasValue ? below : reached;
  if (at === value || !next) return { least: known, likely: known, most: known };
  // Halves, because the distance of two doubles may be none.
  const part = (value / 2 - at / 2) / (next[0] / 2 - at / 2);
  return { least: reached, likely: reached + (next[1] - reached) * part, most: next[1] };
}

function firstBeyond(edges: Numbers["edges"], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle]?.[0] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
