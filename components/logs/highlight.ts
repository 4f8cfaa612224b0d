export type Piece = { text: string; isSought: boolean; at: number };

/** More marks than this in one text help nobody. */
const MOST = 100;

/** A text in pieces, of which some are what was looked for, in upper or lower case. The longer text wins where two begin together. */
export function pieces(text: string, sought: readonly string[]): Piece[] {
  const lower = text.toLowerCase();
  // A character that has another length in lower case would move all places behind it.
  if (sought.length === 0 || lower.length !== text.length) return [{ text, isSought: false, at: 0 }];
  const wanted = [...new Set(sought.map((one) => one.toLowerCase()))].filter((one) => one !== "");
  const found: Piece[] = [];
  let done = 0;
  for (let marks = 0; marks < MOST; marks++) {
    const next = nextOf(lower, wanted, done);
    if (!next) break;
    if (next.at > done) found.push({ text: text.slice(done, next.at), isSought: false, at: done });
    done = next.at + next.length;
    found.push({ text: text.slice(next.at, done), isSought: true, at: next.at });
  }
  if (done < text.length || found.length === 0)
    found.push({ text: text.slice(done), isSought: false, at: done });
  return found;
}

function nextOf(text: string, wanted: readonly string[], from: number) {
  let best: { at: number; length: number } | null = null;
  for (const { length, at } of wanted.map((one) => ({ length: one.length, at: text.indexOf(one, from) }))) {
    if (at < 0) continue;
    if (!best || at < best.at || (at === best.at && length > best.length)) best = { at, length };
  }
  return best;
}
