import { createParser } from "nuqs";
import type { Range } from "@/components/charts/line-chart-props";

/** "1200~3400": bounds on the axis that is shown, whole numbers as the API takes them. */
export function zoomOf(text: string): Range | null {
  const match = /^(-?\d{1,16})~(-?\d{1,16})$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from <= to ? { from, to } : null;
}

/** Outwards, so that nothing of what was drawn is cut off. */
export function zoomText({ from, to }: Range): string {
  return `${Math.floor(from)}~${Math.ceil(to)}`;
}

export const parseAsZoom = createParser({
  parse: zoomOf,
  serialize: zoomText,
  eq: (one, other) => one.from === other.from && one.to === other.to,
});
