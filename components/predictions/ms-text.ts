import { number } from "@/lib/client/format";

/** Of a request: hundredths of a millisecond are told, because a model may take less than one. */
export function msText(ms: number, locale: string): string {
  return `${number(ms, locale, ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
}
