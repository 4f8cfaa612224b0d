import { createParser } from "nuqs";
import type { Range } from "@/components/charts/line-chart-props";

/** "1200~3400": bounds on the axis that is shown, whole numbers as the API takes them. */
export function zoomOf(text: string): Range | null {
  const match = /^(-?\d{1,16})~(-?\d{1,16})$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from <= to ? { from, to } : null;
}

/** Whole numbers, as the API takes them; outwards, so that nothing of what was drawn is cut off. */
export function wholeRange({ from, to }: Range): Range {
  return { from: Math.floor(from), to: Math.ceil(to) };
}

export function zoomText({ from, to }: Range): string {
  return `${from}~${to}`;
}

export const parseAsZoom = createParser({
  parse: zoomOf,
  serialize: zoomText,
  eq: (one, other) => one.from === other.from && one.to === other.to,
});
