import type { Sought } from "@/lib/log-records/values";

/** A place in a text. */
export type Mark = { at: number; end: number };
export type Piece = { text: string; isSought: boolean; at: number };

/** More marks than this in one text help nobody. */
const MOST = 100;

/** The places of what was looked for, in order and apart. Where two begin together the longer one wins. */
export function marksIn(text: string, sought: readonly Sought[]): Mark[] {
  const texts = sought.filter((one) => typeof one === "string");
  const found = sought.flatMap((one) => (typeof one === "string" ? [] : one(text)));
  const all = [...placesOf(texts, text), ...found].sort(
    (one, other) => one.at - other.at || other.end - one.end,
  );
  const marks: Mark[] = [];
  for (const mark of all) {
    if (marks.length >= MOST) break;
    if (mark.at >= (marks.at(-1)?.end ?? 0)) marks.push(mark);
  }
  return marks;
}

/** A part of a text, which begins at `from`, in pieces: marked ones and those between them. */
export function pieces(text: string, from: number, marks: readonly Mark[]): Piece[] {
  const found: Piece[] = [];
  let done = 0;
  const add = (end: number, isSought: boolean) => {
    if (end > done) found.push({ text: text.slice(done, end), isSought, at: done });
    done = Math.max(done, end);
  };
  for (const { at, end } of marks) {
    if (end <= from || at >= from + text.length) continue;
    add(at - from, false);
    add(Math.min(end - from, text.length), true);
  }
  add(text.length, false);
  return found;
}

/** Of texts, in upper or lower case. */
function placesOf(texts: readonly string[], text: string): Mark[] {
  const lower = text.toLowerCase();
  // A character that has another length in lower case would move all places behind it.
  if (lower.length !== text.length) return [];
  const wanted = [...new Set(texts.map((one) => one.toLowerCase()))].filter((one) => one !== "");
  const found: Mark[] = [];
  for (
    let next = nextOf(lower, wanted, 0);
    next && found.length < MOST;
    next = nextOf(lower, wanted, next.end)
  )
    found.push(next);
  return found;
}

function nextOf(text: string, wanted: readonly string[], from: number): Mark | null {
  let best: Mark | null = null;
  for (const { length, at } of wanted.map((one) => ({ length: one.length, at: text.indexOf(one, from) }))) {
    if (at < 0) continue;
    if (!best || at < best.at || (at === best.at && at + length > best.end)) best = { at, end: at + length };
  }
  return best;
}
