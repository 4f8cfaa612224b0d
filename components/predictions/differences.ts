import type { PredictionView } from "@/lib/predictions/schema";

/** One thing that is another one in two predictions. `path`: where it is, such as 0.distance. */
export type Difference = { path: string; base: unknown; other: unknown; delta: number | null };
/** A feature of both: its values and ages in seconds. */
export type FeatureDifference = Difference & { baseAge: number | null; otherAge: number | null };
export type Differences = {
  /** Who answered: endpoint, variant, model, version. */
  who: Difference[];
  features: FeatureDifference[];
  request: Difference[];
  answer: Difference[];
};

/** What differs between two predictions, what may be the cause first; empty lists where nothing does. */
export function differencesOf(base: PredictionView, other: PredictionView): Differences {
  return {
    who: valueDifferences("", whoOf(base), whoOf(other)),
    features: featureDifferences(base, other),
    request: valueDifferences("", base.request, other.request),
    answer: valueDifferences("", base.response ?? base.error, other.response ?? other.error),
  };
}

function whoOf({ endpoint, variant, model, protocol, outcome }: PredictionView) {
  return { endpoint, variant, model: model.name, version: model.version, protocol, outcome };
}

/** Values that differ, by their places; where one has no such place it is undefined. */
function valueDifferences(path: string, base: unknown, other: unknown): Difference[] {
  if (isNested(base) && isNested(other)) {
    const names = new Set([...Object.keys(base), ...Object.keys(other)]);
    return [...names].flatMap((name) =>
      valueDifferences(
        path === "" ? name : `${path}.${name}`,
        Reflect.get(base, name),
        Reflect.get(other, name),
      ),
    );
  }
  if (Object.is(base, other)) return [];
  return [{ path, base, other, delta: deltaOf(base, other) }];
}

function deltaOf(base: unknown, other: unknown): number | null {
  return typeof base === "number" && typeof other === "number" ? other - base : null;
}

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The largest relative change first. A feature that has the same value is none, however old it is. */
function featureDifferences(base: PredictionView, other: PredictionView): FeatureDifference[] {
  const [before, after] = [featuresOf(base), featuresOf(other)];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .flatMap((path): FeatureDifference[] => {
      const [one, two] = [before.get(path), after.get(path)];
      if (JSON.stringify(one?.value) === JSON.stringify(two?.value)) return [];
      const delta = deltaOf(one?.value, two?.value);
      return [
        {
          path,
          base: one?.value,
          other: two?.value,
          delta,
          baseAge: one?.age ?? null,
          otherAge: two?.age ?? null,
        },
      ];
    })
    .sort((a, b) => weightOf(b) - weightOf(a));
}

function weightOf({ base, delta }: Difference): number {
  if (delta === null) return Number.POSITIVE_INFINITY;
  return Math.abs(delta) / Math.max(Math.abs(Number(base)), Number.MIN_VALUE);
}

function featuresOf({ features }: PredictionView): Map<string, { value: unknown; age: number | null }> {
  const found = new Map<string, { value: unknown; age: number | null }>();
  for (const { view, features: names, rows } of features?.views ?? [])
    for (const [row, { values, age_seconds: age }] of rows.entries())
      for (const [at, name] of names.entries())
        found.set(`${row}.${view}.${name}`, { value: values[at] ?? null, age });
  return found;
}
