import { plainText } from "./ansi";
import type { LoadLog } from "./use-log-pages";

/** Lines of one request of a search; the server may answer with fewer. */
const SEARCH_LINES = 5_000;
export const MAX_HITS = 1_000;

/** Numbers of the lines that hold the text, whatever their case and colours, over the whole log and not what is loaded. */
export async function findInLog(load: LoadLog, text: string, signal: AbortSignal): Promise<number[]> {
  const wanted = text.toLowerCase();
  const hits: number[] = [];
  for (let from = 1; hits.length < MAX_HITS; ) {
    const piece = await load(from, SEARCH_LINES, signal);
    piece.lines.forEach((line, index) => {
      if (hits.length < MAX_HITS && plainText(line).toLowerCase().includes(wanted)) hits.push(from + index);
    });
    from += piece.lines.length;
    if (piece.lines.length === 0 || from > piece.total_lines) break;
  }
  return hits;
}

/** The hit after (or before) a line, going round at the ends. */
export function nextHit(hits: readonly number[], line: number, step: 1 | -1): number | null {
  const found = step === 1 ? hits.find((hit) => hit > line) : hits.findLast((hit) => hit < line);
  return found ?? (step === 1 ? hits[0] : hits.at(-1)) ?? null;
}
