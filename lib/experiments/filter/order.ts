import { readField } from "./field-name";
import { lex } from "./lex";
import { unreadable } from "./problem";
import { type Field, fieldOf, type Vocabulary } from "./vocabulary";

export type Order = { field: Field; descending: boolean };

const MAX_TERMS = 20;

/** Entries `key [ASC|DESC]`, with the names of the filter language. A field orders once. */
export function parseOrder(entries: readonly string[], words: Vocabulary): Order[] {
  if (entries.length > MAX_TERMS) throw unreadable("order_by", 0, `it has more than ${MAX_TERMS} entries`);
  const orders = entries.map((entry) => parseEntry(entry, words));
  const seen = new Set<string>();
  for (const { field } of orders) {
    const key = `${field.of ?? field.kind}.${field.name}`;
    if (seen.has(key)) throw unreadable("order_by", 0, `${key} is named twice`);
    seen.add(key);
  }
  return orders;
}

function parseEntry(entry: string, words: Vocabulary): Order {
  const tokens = lex(entry, "order_by");
  const { token, prefix, name } = readField(tokens, 0, entry.length, "order_by");
  const field = fieldOf(words, prefix, name);
  if (typeof field === "string") throw unreadable("order_by", token.at, field);
  if (words.unordered?.includes(field.kind))
    throw unreadable("order_by", token.at, `a ${field.kind} orders nothing`);
  const rest = tokens.slice(token.used);
  const [direction, more] = rest;
  const wrong = more ?? (direction && !/^(asc|desc)$/i.test(direction.text) ? direction : undefined);
  if (wrong) throw unreadable("order_by", wrong.at, "a name is followed by ASC or DESC, or by nothing");
  return { field, descending: direction?.text.toUpperCase() === "DESC" };
}
