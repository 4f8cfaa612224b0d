import { type ColumnProfile, PROFILED_TEXTS } from "@/lib/point-in-time/schema";

/** `low` and `high` are null where there is no end. `odd`: of another type than the reference. */
export type Bin =
  | { kind: "range"; low: number | null; high: number | null; has_low: boolean; has_high: boolean }
  | { kind: "value"; value: string }
  | { kind: "other" | "null" | "odd" };
/** Parts into which each value falls exactly once, with how many of the reference do. */
export type Binned = { bins: Bin[]; reference: number[]; placeOf(value: unknown): number };

const PARTS = 10;

/** Null for columns whose values are not compared, such as lists and times. */
export function binsOf(profile: ColumnProfile): Binned | null {
  if (profile.kind === "number") return numberBins(profile);
  return profile.kind === "text" ? textBins(profile) : null;
}

/** Before all values of this one and greater ones, or behind this one. */
type Cut = { value: number; isBehind: boolean; below: number };

/**
 * Tenths of the reference, and a bin of its own for each value that alone is a tenth or more: a constant, a flag, a zero that most
 * rows have. What lies below the least and beyond the greatest value falls into the first and the last bin.
 */
function numberBins({ edges, nulls, rows }: ColumnProfile & { kind: "number" }): Binned {
  const cuts = cutsOf(edges, rows - nulls);
  const ends = [...cuts.map(({ below }) => below), rows - nulls];
  const bins: Bin[] = ends.map((_, at) => {
    const [before, behind] = [cuts[at - 1], cuts[at]];
    return {
      kind: "range",
      low: before?.value ?? null,
      has_low: before ? !before.isBehind : false,
      high: behind?.value ?? null,
      has_high: behind?.isBehind ?? false,
    };
  });
  const [isNull, isOdd] = [bins.length, bins.length + 1];
  return {
    bins: [...bins, { kind: "null" }, { kind: "odd" }],
    reference: [...ends.map((end, at) => end - (ends[at - 1] ?? 0)), nulls, 0],
    placeOf(value) {
      const number = numberOf(value);
      if (number === null) return isNull;
      if (number === undefined) return isOdd;
      return firstBehind(cuts, number);
    },
  };
}

function cutsOf(edges: readonly (readonly [number, number, number])[], count: number): Cut[] {
  const cuts = new Map<string, Cut>();
  const add = (cut: Cut) => cuts.set(`${cut.value} ${cut.isBehind}`, cut);
  for (const [value, below, reached] of edges)
    if (reached - below >= count / PARTS) {
      add({ value, isBehind: false, below });
      add({ value, isBehind: true, below: reached });
    }
  for (let part = 1; part < PARTS; part++) {
    const [value, , reached] = edges.find((edge) => edge[2] >= (count * part) / PARTS) ?? [];
    if (value !== undefined && reached !== undefined) add({ value, isBehind: true, below: reached });
  }
  return [...cuts.values()].sort((a, b) => a.value - b.value || Number(a.isBehind) - Number(b.isBehind));
}

/** How many cuts lie at or before a value: the place of its bin. */
function firstBehind(cuts: readonly Cut[], value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const cut = cuts[middle];
    const isBefore = cut && (cut.isBehind ? value <= cut.value : value < cut.value);
    if (isBefore) high = middle;
    else low = middle + 1;
  }
  return low;
}

function textBins({ top, nulls, rows }: ColumnProfile & { kind: "text" }): Binned {
  const places = new Map(top.map(([value], at) => [value, at]));
  const named = top.reduce((sum, [, count]) => sum + count, 0);
  const other = top.length;
  return {
    bins: [...top.map(([value]): Bin => ({ kind: "value", value })), { kind: "other" }, { kind: "null" }],
    reference: [...top.map(([, count]) => count), rows - nulls - named, nulls],
    placeOf(value) {
      const text = textOf(value);
      return text === null ? other + 1 : (places.get(text) ?? other);
    },
  };
}

/** Of whole numbers beyond 2^53 there are texts. Null for what is missing or not finite, undefined for what is no number. */
export function numberOf(value: unknown): number | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return Number(value);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number") return undefined;
  if (Number.isFinite(number)) return number;
  return typeof value === "number" || /^[-+]?(?:nan|inf(?:inity)?)$/i.test(String(value)) ? null : undefined;
}

/** As profiles of files have them. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return [...text.slice(0, 2 * PROFILED_TEXTS.length)].slice(0, PROFILED_TEXTS.length).join("");
}
