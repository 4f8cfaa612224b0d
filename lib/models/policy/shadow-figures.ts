import { type Interval, meanInterval, shareInterval } from "@/lib/platform/interval";
import type { ShadowSums } from "../repository/shadow-evidence";

/**
 * What a policy may read of a shadow, by key: `requests`, `failed_share`, `ms` and `live_ms`; `slower_ms` and `disagreement`, each
 * also with `_low` and `_high`, between which it lies with 95 % of certainty; for each output `<output>.disagreement` and
 * `<output>.difference` likewise. `disagreement` is that of the output that differs most. What is too little to say is not there. Figures by what came true stand beside
 * these (labelled-figures.ts).
 */
export function shadowFigures(sums: ShadowSums): Record<string, number> {
  const { compared, failed, liveMs, shadowMs, slowerSquares } = sums;
  const outputs = sums.outputs.map(({ output, rows, unequal, values, sum, sumSquares }) => ({
    output,
    disagreement: shareInterval(unequal, rows),
    difference: meanInterval(sum, sumSquares, values),
  }));
  const most = outputs
    .flatMap(({ disagreement }) => disagreement ?? [])
    .reduce<Interval | null>((worst, one) => (worst && worst.high >= one.high ? worst : one), null);
  return Object.fromEntries([
    ["requests", compared],
    ...named("failed_share", shareInterval(failed, compared + failed)),
    ...(compared > 0
      ? ([
          ["ms", shadowMs / compared],
          ["live_ms", liveMs / compared],
        ] as const)
      : []),
    ...named("slower_ms", meanInterval(shadowMs - liveMs, slowerSquares, compared)),
    ...named("disagreement", most),
    ...outputs.flatMap(({ output, disagreement, difference }) => [
      ...named(`${output}.disagreement`, disagreement),
      ...named(`${output}.difference`, difference),
    ]),
  ]);
}

function named(name: string, interval: Interval | null): [string, number][] {
  if (!interval) return [];
  return [
    [name, interval.value],
    [`${name}_low`, interval.low],
    [`${name}_high`, interval.high],
  ];
}
