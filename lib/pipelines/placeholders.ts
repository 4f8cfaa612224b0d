/** Placeholders of task texts besides `params.<name>`. */
export const PLACEHOLDERS = ["ds", "data_interval_start", "data_interval_end", "run_id"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A part of a text: literal, or a name in `{{ }}`. */
export type Piece = { text: string } | { name: string };

/**
 * Splits a text at its `{{ name }}`. A quoted text in braces is literal: `{{ "{{.Names}}" }}` stands for `{{.Names}}`.
 * One pass; unclosed braces are literal.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (let open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
    const inner = skipSpace(text, open + 2);
    const quoted = quotedAt(text, inner);
    const end = quoted?.end ?? text.indexOf("}}", inner);
    if (end < 0) break;
    if (open > at) pieces.push({ text: text.slice(at, open) });
    pieces.push(quoted ? { text: quoted.text } : { name: text.slice(inner, end).trim() });
    at = end + 2;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** The placeholder names in a text. */
export function namesIn(text: string): string[] {
  return piecesOf(text).flatMap((piece) => ("name" in piece ? [piece.name] : []));
}

/** The quoted text that is a whole placeholder; `end` is the position of its closing braces. */
function quotedAt(text: string, at: number): { text: string; end: number } | null {
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") return null;
  const close = text.indexOf(quote, at + 1);
  if (close < 0) return null;
  const end = skipSpace(text, close + 1);
  return text.startsWith("}}", end) ? { text: text.slice(at + 1, close), end } : null;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}
