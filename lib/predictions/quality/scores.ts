/** What was answered, and what came true. */
export type Scored = { score: number; truth: number };
/** Of answers whose score lies between `from` and `to`: what they said on average, and how often it came true. */
export type CalibrationBin = { from: number; to: number; count: number; mean_score: number; rate: number };

/**
 * How probable it is that one that came true has a higher score than one that did not; of equal ones half. Null when all or none
 * came true.
 */
export function areaUnderCurve(all: readonly Scored[]): number | null {
  const sorted = all.toSorted((a, b) => a.score - b.score);
  const positives = all.filter(({ truth }) => truth === 1).length;
  const negatives = all.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let rankSum = 0;
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (end < sorted.length && sorted[end]?.score === sorted[at]?.score) end += 1;
    // Ranks count from 1; equal scores share their mean.
    const rank = (at + 1 + end) / 2;
    rankSum += rank * sorted.slice(at, end).filter(({ truth }) => truth === 1).length;
    at = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

const LEAST = 1e-15;
/** Scores are probabilities; 0 and 1 are taken as nearly so. */
export function logLoss(all: readonly Scored[]): number {
  const loss = ({ score, truth }: Scored) => {
    const p = Math.min(1 - LEAST, Math.max(LEAST, score));
    return -(truth === 1 ? Math.log(p) : Math.log(1 - p));
  };
  return meanOf(all.map(loss));
}

export const meanSquare = (all: readonly Scored[]) =>
  meanOf(all.map(({ score, truth }) => (score - truth) ** 2));
export const meanError = (all: readonly Scored[]) =>
  meanOf(all.map(({ score, truth }) => Math.abs(score - truth)));

/** Equal parts of 0 to 1; those without answers are left out. */
export function calibrationOf(all: readonly Scored[], parts = 10): CalibrationBin[] {
  const bins = Array.from({ length: parts }, (): Scored[] => []);
  for (const one of all) bins[Math.min(parts - 1, Math.floor(one.score * parts))]?.push(one);
  return bins.flatMap((held, at) =>
    held.length === 0
      ? []
      : [
          {
            from: at / parts,
            to: (at + 1) / parts,
            count: held.length,
            mean_score: meanOf(held.map(({ score }) => score)),
            rate: meanOf(held.map(({ truth }) => truth)),
          },
        ],
  );
}

/** The expected calibration error (Naeini and others, 2015). */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { count, mean_score, rate }) => sum + (count / all) * Math.abs(mean_score - rate),
    0,
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
