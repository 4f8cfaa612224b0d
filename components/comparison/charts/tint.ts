/** Between two colours of the theme, both of which stand out from its surface. */
const LOW_TINT = "--chart-1";
const HIGH_TINT = "--chart-2";

/** The colour of a place from 0 to 1; grey where there is none. */
export function tintOf(place: number | null): string {
  if (place === null) return "var(--fg-subtle)";
  return `color-mix(in oklch shorter hue, var(${HIGH_TINT}) ${Math.round(place * 100)}%, var(${LOW_TINT}))`;
}

/** Both ends in words, for a picture. */
export function tintNames(name: string, low: string, high: string) {
  return [
    { name: `${name} ${low}`, look: { color: LOW_TINT, dash: [] } },
    { name: `${name} ${high}`, look: { color: HIGH_TINT, dash: [] } },
  ];
}
