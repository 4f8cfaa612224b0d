/** Stands for a value, name or piece of SQL that a template inserts. */
export const HOLE = "\uE000";
/** The table's name is not in the text. */
export const UNREADABLE = "?";

export type SqlWrite = { table: string; at: number };
/** `name` is the identifier as Postgres reads it; undefined for other tokens. */
type Token = { text: string; name: string | undefined; at: number };

/** Words after and before which UPDATE is not a statement: FOR UPDATE OF, DO UPDATE SET, triggers. */
const NEVER_AFTER_UPDATE = new Set(["set", "skip", "nowait", "of", "on", "or"]);
const NEVER_BEFORE_UPDATE = new Set(["for", "key", "do", "on", "or", "before", "after"]);

const AFTER_TRUNCATED = new Set([undefined, ";", "restart", "continue", "cascade", "restrict"]);

/** Skips most texts quickly. */
const MAY_WRITE = /insert|update|delete|merge|truncate|copy/i;

/** The tables that a piece of SQL writes, in order. Other text has none. */
export function sqlWrites(sql: string): SqlWrite[] {
  if (!MAY_WRITE.test(sql)) return [];
  const tokens = tokensOf(sql);
  return tokens.flatMap((token, i) => writtenAt(tokens, i).map((table) => ({ table, at: token.at })));
}

function writtenAt(tokens: readonly Token[], i: number): string[] {
  const word = (offset: number) => tokens[i + offset]?.text;
  switch (word(0)) {
    case "insert":
    case "merge": {
      if (word(1) !== "into") return [];
      return [tableAt(tokens, past(tokens, i + 2, "only")).table];
    }
    case "delete":
      if (word(1) !== "from") return [];
      return [tableAt(tokens, past(tokens, i + 2, "only")).table];
    case "update":
      return updatedAt(tokens, i);
    case "truncate":
      return truncatedAt(tokens, i);
    case "copy": {
      const { table, next } = tableAt(tokens, i + 1);
      const from = tokens[next]?.text === "(" ? closing(tokens, next) + 1 : next;
      return tokens[from]?.text === "from" && isSource(tokens[from + 1]) ? [table] : [];
    }
    default:
      return [];
  }
}

function updatedAt(tokens: readonly Token[], i: number): string[] {
  if (NEVER_BEFORE_UPDATE.has(tokens[i - 1]?.text ?? "")) return [];
  const start = past(tokens, i + 1, "only");
  if (NEVER_AFTER_UPDATE.has(tokens[start]?.text ?? "")) return [];
  const { table, next } = tableAt(tokens, start);
  const alias = past(tokens, past(tokens, next, "*"), "as");
  return [alias, alias + 1].some((place) => tokens[place]?.text === "set") ? [table] : [];
}

/** Only as a whole statement, because `truncate` is also a function, a trigger event and a CSS class. */
function truncatedAt(tokens: readonly Token[], i: number): string[] {
  if (tokens.length === 1 || (i > 0 && tokens[i - 1]?.text !== ";")) return [];
  const tables: string[] = [];
  for (let at = past(tokens, i + 1, "table"); ; ) {
    const { table, next } = tableAt(tokens, past(tokens, at, "only"));
    tables.push(table);
    const after = past(tokens, next, "*");
    if (tokens[after]?.text === ",") at = after + 1;
    else return AFTER_TRUNCATED.has(tokens[after]?.text) ? tables : [];
  }
}

const past = (tokens: readonly Token[], at: number, text: string) =>
  tokens[at]?.text === text ? at + 1 : at;

/** COPY ... FROM STDIN, PROGRAM or a file; other text is prose. */
const isSource = (token: Token | undefined) =>
  token !== undefined && (["stdin", "program", HOLE].includes(token.text) || token.text.startsWith("'"));

function closing(tokens: readonly Token[], open: number): number {
  const at = tokens.findIndex((token, i) => i > open && token.text === ")");
  return at < 0 ? tokens.length : at;
}

/** Leaves out the schema `public` and keeps others: obs.sample. */
function tableAt(tokens: readonly Token[], at: number): { table: string; next: number } {
  const names: string[] = [];
  let next = at;
  for (;;) {
    names.push(tokens[next]?.name ?? UNREADABLE);
    next += 1;
    if (tokens[next]?.text !== ".") break;
    next += 1;
  }
  if (names.includes(UNREADABLE)) return { table: UNREADABLE, next };
  return {
    table: names.filter((name, i) => i > 0 || names.length === 1 || name !== "public").join("."),
    next,
  };
}

const PIECE =
  /--[^\n]*|\/\*|(?<string>[eEnNbBxX]?'(?:[^']|'')*')|\$(?<tag>[\p{L}_]\w*)?\$|"(?<quoted>(?:[^"]|"")*)"|(?<word>[\p{L}_\uE000][\p{L}\p{N}_$\uE000]*)|\S/gu;

function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  const piece = new RegExp(PIECE);
  for (let match = piece.exec(sql); match; match = piece.exec(sql)) {
    const [text] = match;
    const at = match.index;
    const { quoted, word } = match.groups ?? {};
    if (text.startsWith("--")) continue;
    if (text === "/*") piece.lastIndex = endOfComment(sql, piece.lastIndex);
    else if (/^\$.*\$$/u.test(text)) piece.lastIndex = endOf(sql, text, piece.lastIndex);
    else if (quoted !== undefined) tokens.push({ text, name: nameOf(quoted.replaceAll('""', '"')), at });
    else if (word !== undefined)
      tokens.push({ text: word.toLowerCase(), name: nameOf(word.toLowerCase()), at });
    else tokens.push({ text, name: undefined, at });
  }
  return tokens;
}

const nameOf = (name: string) => (name.includes(HOLE) ? UNREADABLE : name);

/** Comments of Postgres nest. */
function endOfComment(sql: string, from: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  for (let depth = 1; depth > 0; ) {
    const found = mark.exec(sql);
    if (!found) return sql.length;
    depth += found[0] === "/*" ? 1 : -1;
  }
  return mark.lastIndex;
}

function endOf(sql: string, mark: string, from: number): number {
  const at = sql.indexOf(mark, from);
  return at < 0 ? sql.length : at + mark.length;
}
