import type { VERDICT_OUTCOMES } from "../values";
import { failedAtChampion, nameOf, type Policy, parsePolicy, type Reading, saidBy } from "./language";

/** What a version's run logged and its shadow answered: only the keys that the policy reads. NaN is a number, which no comparison holds for. */
export type Evidence = {
  version: number;
  metrics: Readonly<Record<string, number>>;
  params: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  /** Beside what the champion answered to the same requests. */
  shadow: Readonly<Record<string, number>>;
};
export type SeenValue = { name: string; value: number | string | null };
export type Verdict = {
  passed: boolean;
  /**
   * `holds`, `does_not_hold`; `first`: what it compares with is not there, because the alias stands for nothing yet;
   * `missing`: the version lacks what the policy reads; `broken`: it cannot be evaluated.
   */
  outcome: (typeof VERDICT_OUTCOMES)[number];
  /** What it failed at, in words; null when it holds or does not. */
  said: string | null;
  /** What it read. A value that is not there is null. */
  values: SeenValue[];
};

/**
 * The rule of the first version: an expression that can only be decided by a champion passes while there is none. What it
 * demands of the version itself holds all the same, because CEL needs no right side of `false && ...`.
 */
export function judge(expression: string, version: Evidence, champion: Evidence | null): Verdict {
  const policy = parsePolicy(expression);
  if ("problem" in policy) return { passed: false, outcome: "broken", said: policy.problem, values: [] };
  const values = policy.readings.map((reading) => ({
    name: nameOf(reading),
    value: shown(readFrom(reading, reading.of === "champion" ? champion : version)),
  }));
  const missing = policy.readings.find(
    (reading) => reading.of === "version" && !reading.isAsked && readFrom(reading, version) === null,
  );
  return { ...decide(policy, expression, version, champion, missing), values };
}

function decide(
  policy: Policy,
  expression: string,
  version: Evidence,
  champion: Evidence | null,
  missing: Reading | undefined,
): Omit<Verdict, "values"> {
  try {
    const holds = policy.evaluate({ ...variables(version), champion: champion ? variables(champion) : {} });
    return { passed: holds === true, outcome: holds === true ? "holds" : "does_not_hold", said: null };
  } catch (error) {
    if (missing) return { passed: false, outcome: "missing", said: `${nameOf(missing)} is not there` };
    if (failedAtChampion(error)) {
      if (champion) return { passed: false, outcome: "missing", said: saidBy(error, expression) };
      return { passed: true, outcome: "first", said: null };
    }
    return { passed: false, outcome: "broken", said: saidBy(error, expression) };
  }
}

function variables({ version, metrics, params, tags, shadow }: Evidence) {
  return {
    version: BigInt(version),
    metrics: new Map(Object.entries(metrics)),
    params: new Map(Object.entries(params)),
    tags: new Map(Object.entries(tags)),
    shadow: new Map(Object.entries(shadow)),
  };
}

function readFrom({ kind, key }: Reading, evidence: Evidence | null): number | string | null {
  if (!evidence) return null;
  if (kind === "version") return evidence.version;
  const values: Readonly<Record<string, number | string>> = evidence[kind];
  return Object.hasOwn(values, key) ? (values[key] ?? null) : null;
}

/** JSON has no number for NaN, and a tag may hold a book. */
const shown = (value: number | string | null) =>
  typeof value === "number" && !Number.isFinite(value)
    ? String(value)
    : typeof value === "string"
      ? value.slice(0, 500)
      : value;
