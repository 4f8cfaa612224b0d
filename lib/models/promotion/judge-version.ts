import type { Sql } from "@/lib/platform/db";
import { parsePolicy, type Reading } from "../policy/language";
import { judge, type Verdict } from "../policy/verdict";
import { evidenceOf, type WantedEvidence } from "../repository/evidence";

/** How a policy judges versions of a model, were the alias to move from `champion` to each of them now. */
export async function judgeVersions(
  sql: Sql,
  modelId: string,
  expression: string,
  versions: readonly number[],
  champion: number | null,
): Promise<Map<number, Verdict>> {
  const policy = parsePolicy(expression);
  const wanted = wantedOf("problem" in policy ? [] : policy.readings);
  const all = champion === null ? versions : [...versions, champion];
  const evidence = await evidenceOf(sql, modelId, all, wanted);
  const beside = champion === null ? null : (evidence.get(champion) ?? null);
  return new Map(
    versions.flatMap((version): [number, Verdict][] => {
      const found = evidence.get(version);
      return found ? [[version, judge(expression, found, beside)]] : [];
    }),
  );
}

function wantedOf(readings: readonly Reading[]): WantedEvidence {
  const keys = (kind: Reading["kind"]) => [
    ...new Set(readings.filter((reading) => reading.kind === kind).map(({ key }) => key)),
  ];
  return { metrics: keys("metrics"), params: keys("params"), tags: keys("tags") };
}
