import { number } from "@/lib/client/format";

/** Milliseconds with as many digits as a histogram has to say: 0.62, 4.1, 38. */
export function latencyText(ms: number | null, locale: string): string | null {
  if (ms === null) return null;
  return `${number(ms, locale, ms < 1 ? 2 : ms < 10 ? 1 : 0)} ms`;
}
