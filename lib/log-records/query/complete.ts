import { lex, type Token } from "./lex";

/** What can stand at a place of a search that is still typed. `from` to `to` is replaced by what is chosen. */
export type Completion = { part: string; from: number; to: number } & (
  | { kind: "field"; mayJoin: boolean }
  | { kind: "value"; field: string }
);

/** By the tokens before the place. Null within a regular expression, or where they cannot be read. */
export function completionAt(text: string, place: number): Completion | null {
  const head = text.slice(0, place);
  const tokens = tokensOf(head);
  if (tokens === null) return null;
  const last = tokens.at(-1);
  const isTouching = last !== undefined && last.end >= head.length;
  const typed = isTouching ? textOf(last) : null;
  const before = typed === null ? tokens : tokens.slice(0, -1);
  const part = typed ?? "";
  const from = typed === null || !last ? place : last.at;
  if (isTouching && last.kind === "regex") return null;
  const field = fieldBefore(before);
  if (field !== null) return { kind: "value", field, part, from, to: place };
  return { kind: "field", part, from, to: place, mayJoin: before.length > 0 };
}

/** A quote that is still open ends at the place. */
function tokensOf(head: string): Token[] | null {
  for (const text of [head, `${head}"`]) {
    try {
      return lex(text);
    } catch {
      // The other text may be read.
    }
  }
  return null;
}

function textOf(token: Token): string | null {
  if (token.kind === "quoted") return token.text;
  return token.kind === "word" ? token.pieces.join("*") : null;
}

/** The field whose value comes next: behind its mark, or in the parentheses behind it. */
function fieldBefore(tokens: readonly Token[]): string | null {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at];
    if (token?.kind !== "mark") continue;
    if (token.text === ")") depth += 1;
    else if (token.text === "(") {
      if (depth > 0) depth -= 1;
      // Between these the values of one field stand, or a search.
      else if (isComparison(tokens[at - 1])) return nameAt(tokens, at - 2);
    } else if (isComparison(token) && at === tokens.length - 1) return nameAt(tokens, at - 1);
  }
  return null;
}

function isComparison(token: Token | undefined): boolean {
  return token?.kind === "mark" && /^(?::|[<>]=?)$/.test(token.text);
}

function nameAt(tokens: readonly Token[], at: number): string | null {
  const token = tokens[at];
  return token ? textOf(token) : null;
}
