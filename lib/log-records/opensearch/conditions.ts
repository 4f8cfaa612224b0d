import type { AttributeTest, Meaning, Order, TextTest } from "../query/meaning";
import { before, KINDS, numberLimits, numberTerm, valueTerm } from "./attribute-terms";
import { luceneLiteral, luceneRegex } from "./regex";

/** A query of OpenSearch and Elasticsearch. */
export type Filter = Readonly<Record<string, unknown>>;

export const EVERYTHING: Filter = { match_all: {} };
const NOTHING: Filter = { match_none: {} };
const BOUNDS: Readonly<Record<Order, string>> = { ">": "gt", ">=": "gte", "<": "lt", "<=": "lte" };

/** Every value of the user is a value of JSON, escaped where wildcards or regular expressions read signs. */
export function filterOf(meaning: Meaning): Filter {
  switch (meaning.kind) {
    case "and":
      return { bool: { filter: meaning.parts.map(filterOf) } };
    case "or":
      return anyOf(meaning.parts.map(filterOf));
    case "not":
      return { bool: { must_not: [filterOf(meaning.part)] } };
    case "everything":
      return EVERYTHING;
    case "nothing":
      return NOTHING;
    case "time":
      return compared("us", meaning.operator, meaning.us);
    case "level":
      return compared("level", meaning.operator, meaning.level);
    case "text":
      return meaning.field === "message"
        ? anyOf([textFilter("message", meaning.test), textFilter("long_message", meaning.test)])
        : textFilter(meaning.field, meaning.test);
    case "attribute":
      return attributeFilter(meaning.name, meaning.test);
  }
}

function compared(field: string, operator: Order | "=", value: number): Filter {
  return operator === "="
    ? { term: { [field]: value } }
    : { range: { [field]: { [BOUNDS[operator]]: value } } };
}

function textFilter(field: string, test: TextTest): Filter {
  switch (test.kind) {
    case "exists":
      return { exists: { field } };
    case "contains":
      return like(field, `*${wildcard(test.pieces)}*`);
    case "like":
      return like(field, wildcard(test.pieces));
    case "is":
      return { term: { [field]: test.value } };
    case "regex":
      return regex(field, luceneRegex(test.source), test.ignoreCase);
    case "order":
      return { range: { [field]: { [BOUNDS[test.operator]]: test.value } } };
  }
}

function attributeFilter(name: string, test: AttributeTest): Filter {
  switch (test.kind) {
    case "exists":
      return { term: { keys: name } };
    case "among":
      return { terms: { values: test.values.map((value) => valueTerm(name, value)) } };
    case "number":
      return numberFilter(name, test.operator, test.value);
    case "like":
      return anyOf(
        KINDS.map((kind) => like("values", `${wildcard([before(name, kind)])}${wildcard(test.pieces)}`)),
      );
    case "regex": {
      const source = luceneRegex(test.source);
      return anyOf(
        KINDS.map((kind) =>
          regex("values", `${luceneLiteral(before(name, kind))}(${source})`, test.ignoreCase),
        ),
      );
    }
    case "order":
      return anyOf(KINDS.map((kind) => orderFilter(before(name, kind), test.operator, test.value)));
  }
}

function numberFilter(name: string, operator: Order, value: number): Filter {
  const { lowest, highest } = numberLimits(name);
  const bound = { [BOUNDS[operator]]: numberTerm(name, value) };
  const rest = operator.startsWith(">") ? { lt: highest } : { gte: lowest };
  return { range: { numbers: { ...bound, ...rest } } };
}

/** Entries with this beginning; no character comes after the last plane. */
function orderFilter(beginning: string, operator: Order, value: string): Filter {
  const rest = operator.startsWith(">") ? { lt: `${beginning}\u{10ffff}` } : { gte: beginning };
  return { range: { values: { [BOUNDS[operator]]: `${beginning}${value}`, ...rest } } };
}

function anyOf(parts: readonly Filter[]): Filter {
  return { bool: { should: parts, minimum_should_match: 1 } };
}

function like(field: string, value: string): Filter {
  return { wildcard: { [field]: { value, case_insensitive: true } } };
}

function regex(field: string, value: string, ignoreCase: boolean): Filter {
  // Without its signs for intervals, complements and the like.
  return { regexp: { [field]: { value, flags: "NONE", case_insensitive: ignoreCase } } };
}

function wildcard(pieces: readonly string[]): string {
  return pieces.map((piece) => piece.replaceAll(/[\\*?]/g, "\\$&")).join("*");
}
