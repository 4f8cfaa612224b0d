const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
];

/** The shortest stretch, of those that people read easily, that is no shorter than this. */
export function niceStep(seconds: number): number {
  return STEPS.find((step) => step >= seconds) ?? 86_400;
}
