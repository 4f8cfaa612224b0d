/** What a template has in place of a part that differs from message to message. */
export const VARIABLE = "<*>";

/** Any white space but one blank. A search does not find it by its look. */
export const FOLDED = "  ";

/** Longer messages are told apart by their beginning. */
const MOST_CHARACTERS = 1_000;
const MOST_TOKENS = 200;

/** A message as words and what stands between them. The template is the same with some words taken out. */
export type Split = {
  words: string[];
  /** The gap before each word, and what follows the last: one more than words. */
  gaps: string[];
};

/** Runs of what is no word: white space and the marks that set values apart. The two alternatives are disjoint. */
const PARTS = /[\s=:,;()[\]{}"'|<>/]+|[^\s=:,;()[\]{}"'|<>/]+/g;
const GAP = /^[\s=:,;()[\]{}"'|<>/]/;

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;:]*m`, "g");

/** Words that name one thing of many, by their form: numbers with or without a unit, times, addresses, ids. */
const VARIABLES = [
  /^[-+#]?\d[\d.,_T:+-]*[a-zA-Z%µ]{0,3}$/,
  /^(?:0x)?(?=[a-f]*\d)[0-9a-f]{7,}$/i,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^[a-z]{2,8}_(?=.*\d)[0-9A-Za-z]{16,}$/,
];

export function splitMessage(message: string): Split {
  const words: string[] = [];
  const gaps: string[] = [];
  let gap = "";
  for (const [part] of headOf(message).matchAll(PARTS)) {
    if (words.length >= MOST_TOKENS) break;
    if (GAP.test(part)) gap = part.replaceAll(/\s+/g, (run) => (run === " " ? " " : FOLDED));
    else {
      gaps.push(gap);
      words.push(VARIABLES.some((form) => form.test(part)) ? VARIABLE : part);
      gap = "";
    }
  }
  return { words, gaps: [...gaps, gap] };
}

export function textOf({ words, gaps }: Split): string {
  return gaps.map((gap, at) => gap + (words[at] ?? "")).join("");
}

/** The first line. A traceback of Python begins alike whatever went wrong, which its last line says. */
function headOf(message: string): string {
  const lines = message.slice(0, 64 * MOST_CHARACTERS).split("\n");
  const first = lines[0] ?? "";
  const last = lines.findLast((line) => line.trim() !== "") ?? "";
  const head = /^\s*Traceback \(most recent/.test(first) ? `Traceback${FOLDED}${last.trim()}` : first;
  return head.slice(0, MOST_CHARACTERS).replaceAll(COLOUR, "");
}
