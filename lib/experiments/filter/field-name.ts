import { shown, type Token } from "./lex";
import { unreadable } from "./problem";

/** `prefix.name`, where the name, or all of an attribute, may be quoted. */
export function readField(
  tokens: readonly Token[],
  from: number,
  length: number,
  what: "filter" | "order_by" = "filter",
) {
  const first = tokens[from];
  if (!first) throw unreadable(what, length, "a name is missing");
  if (first.kind === "backticks" || first.kind === "double")
    return { token: { at: first.at, used: 1 }, prefix: null, name: first.text };
  if (first.kind !== "word")
    throw unreadable(what, first.at, `${shown(first)} is no name; the name stands before the operator`);
  const dot = first.text.indexOf(".");
  if (dot < 0) return { token: { at: first.at, used: 1 }, prefix: null, name: first.text };
  const prefix = first.text.slice(0, dot);
  const name = first.text.slice(dot + 1);
  const quoted = tokens[from + 1];
  const isQuoted =
    name === "" && quoted?.at === first.end && (quoted.kind === "backticks" || quoted.kind === "double");
  if (!isQuoted) return { token: { at: first.at, used: 1 }, prefix, name };
  return { token: { at: first.at, used: 2 }, prefix, name: quoted.text };
}
