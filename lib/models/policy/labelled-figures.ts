import { type PairedScores, pairedScores } from "@/lib/platform/statistics/paired-scores";
import type { LabelledPair } from "../repository/labelled-pairs";

/** How good both were at the rows of each question. Another number is judged from time to time: that of the newest answer counts. */
export function scoresByQuestion(
  rows: readonly LabelledPair[],
): Map<number, PairedScores & { output: string }> {
  const byQuestion = new Map<number, LabelledPair[]>();
  for (const row of rows) {
    const own = byQuestion.get(row.of) ?? [];
    own.push(row);
    byQuestion.set(row.of, own);
  }
  return new Map(
    [...byQuestion].map(([of, own]) => {
      const output = own[0]?.output ?? "";
      return [of, { output, ...pairedScores(own.filter((row) => row.output === output)) }];
    }),
  );
}

/**
 * What a policy may read of them: `labels`; for each figure that of the version (`auc`), of the champion (`live_auc`), and what the
 * version has more (`auc_difference`), also with `_low` and `_high`.
 */
export function labelledFigures(scores: PairedScores | undefined): Record<string, number> {
  const figures = scores?.figures ?? [];
  return Object.fromEntries([
    ["labels", scores?.labels ?? 0],
    ...figures.flatMap(({ figure, live, shadow, difference }): [string, number][] => [
      [figure, shadow],
      [`live_${figure}`, live],
      ...(difference
        ? ([
            [`${figure}_difference`, difference.value],
            [`${figure}_difference_low`, difference.low],
            [`${figure}_difference_high`, difference.high],
          ] satisfies [string, number][])
        : []),
    ]),
  ]);
}
