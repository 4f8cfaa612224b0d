import type { Point } from "./lines";

/**
 * The exponential moving average of a line, debiased: divided by the weights given so far, so that the first values are
 * not drawn to 0. `weight` is what stays of the past, 0 to less than 1. A gap stays one and changes no average.
 */
export function smooth(points: readonly Point[], weight: number): Point[] {
  let average = 0;
  let past = 1;
  return points.map(({ x, y }) => {
    if (y === null) return { x, y };
    average = average * weight + y * (1 - weight);
    past *= weight;
    return { x, y: average / (1 - past) };
  });
}
