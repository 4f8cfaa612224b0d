import type { Sql } from "@/lib/platform/db";
import { labelledFigures, scoresByQuestion } from "../policy/labelled-figures";
import { parsePolicy, type Reading } from "../policy/language";
import { shadowFigures } from "../policy/shadow-figures";
import { judge, type Verdict } from "../policy/verdict";
import { evidenceOf, type WantedEvidence } from "../repository/evidence";
import { labelledOfVersions } from "../repository/labelled-pairs";
import { shadowSums } from "../repository/shadow-evidence";

/** How a policy judges versions of a model, were the alias to move from `champion` to each of them now. */
export async function judgeVersions(
  sql: Sql,
  modelId: string,
  expression: string,
  versions: readonly number[],
  champion: number | null,
): Promise<Map<number, Verdict>> {
  const policy = parsePolicy(expression);
  const readings = "problem" in policy ? [] : policy.readings;
  const wanted = wantedOf(readings);
  const all = champion === null ? versions : [...versions, champion];
  const evidence = await evidenceOf(sql, modelId, all, wanted);
  const isShadowRead = readings.some(({ kind }) => kind === "shadow");
  const shadows =
    isShadowRead && champion !== null ? await shadowsOf(sql, modelId, versions, champion) : null;
  const logged = champion === null ? undefined : evidence.get(champion);
  const beside = logged ? { ...logged, shadow: {} } : null;
  return new Map(
    versions.flatMap((version): [number, Verdict][] => {
      const found = evidence.get(version);
      const shadow = shadows?.get(version) ?? {};
      return found ? [[version, judge(expression, { ...found, shadow }, beside)]] : [];
    }),
  );
}

async function shadowsOf(
  sql: Sql,
  modelId: string,
  versions: readonly number[],
  champion: number,
): Promise<Map<number, Record<string, number>>> {
  const sums = await shadowSums(sql, modelId, versions, champion);
  const scores = scoresByQuestion(await labelledOfVersions(sql, modelId, versions, champion));
  return new Map(
    sums.map((one) => [one.version, { ...shadowFigures(one), ...labelledFigures(scores.get(one.version)) }]),
  );
}

function wantedOf(readings: readonly Reading[]): WantedEvidence {
  const keys = (kind: Reading["kind"]) => [
    ...new Set(readings.filter((reading) => reading.kind === kind).map(({ key }) => key)),
  ];
  return { metrics: keys("metrics"), params: keys("params"), tags: keys("tags") };
}
