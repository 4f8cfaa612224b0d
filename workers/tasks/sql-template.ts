import { piecesOf } from "@/lib/pipelines/values";
import { lookUp, TemplateError, type TemplateValues } from "./template";

/** One statement and the values of its parameters $1, $2 ... */
export type Statement = { text: string; values: SqlValue[] };
export type SqlValue = string | number | boolean | null;

/**
 * Tokens of SQL: texts, names, comments, dollar quotes; between them placeholders and semicolons. An unclosed token
 * extends to the end (the engine reports it), which keeps the search linear.
 */
const PIECES = new RegExp(
  [
    /(?<text>\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$))/,
    /(?<name>"(?:[^"]|"")*(?:"|$))/,
    /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/,
    /(?<dollar>\$(?<tag>(?:[A-Za-z_]\w*)?)\$[\s\S]*?(?:\$\k<tag>\$|$))/,
    /(?<value>\{\{(?:\s*"[^"]{0,300}"\s*|\s*'[^']{0,300}'\s*|[^{}]{0,300})\}\})/,
    /(?<end>;)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);
const ONLY_A_VALUE = /^'(\{\{[^']*\}\})'$/;
/** DATE '...' takes a literal only; a parameter needs a cast. */
const TYPED_LITERAL = /\b(date|timestamptz|timestamp|time|interval)\s*$/i;
const LONGEST_TYPE = 20;

/**
 * Splits a script into statements and replaces each `{{ ... }}` by a parameter, so no value becomes part of the SQL.
 * `'{{ ds }}'` counts as the value alone. Inside a longer text, a name or a dollar quote there are no parameters, so a
 * placeholder there is refused. Throws TemplateError.
 */
export function bindStatements(sql: string, values: TemplateValues): Statement[] {
  const statements: Statement[] = [];
  let current: Statement = { text: "", values: [] };
  let hasCode = false;
  let at = 0;
  const add = (text: string, isCode = /\S/.test(text)) => {
    current.text += text;
    hasCode ||= isCode;
  };
  const bind = (placeholder: string) => {
    const [piece = { text: "" }] = piecesOf(placeholder);
    current.values.push(sqlValue("name" in piece ? lookUp(piece.name, values) : piece.text));
    const parameter = `$${current.values.length}`;
    hasCode = true;
    const typed = TYPED_LITERAL.exec(current.text.slice(-LONGEST_TYPE));
    if (!typed) current.text += parameter;
    else current.text = `${current.text.slice(0, -typed[0].length)}CAST(${parameter} AS ${typed[1]})`;
  };
  const close = () => {
    if (hasCode) statements.push({ ...current, text: current.text.trim() });
    current = { text: "", values: [] };
    hasCode = false;
  };
  for (const piece of sql.matchAll(PIECES)) {
    add(sql.slice(at, piece.index));
    at = piece.index + piece[0].length;
    const { text, value, end, comment } = piece.groups ?? {};
    const alone = text === undefined ? undefined : ONLY_A_VALUE.exec(text)?.[1];
    if (end !== undefined) close();
    else if (value !== undefined || alone !== undefined) bind(value ?? alone ?? "");
    else if (comment === undefined && /\{\{[\s\S]*?\}\}/.test(piece[0])) throw notAValue(piece[0]);
    else add(piece[0], comment === undefined);
  }
  add(sql.slice(at));
  close();
  return statements;
}

function sqlValue(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return JSON.stringify(value);
}

function notAValue(piece: string): TemplateError {
  return new TemplateError(
    `In SQL a {{ ... }} stands for a whole value; it cannot be part of ${piece.slice(0, 80)}. Write it alone, joined with || where needed.`,
  );
}
