import type { AttributeTest, Meaning, Order, TextTest } from "../query/meaning";
import { instantOf } from "../remote/instants";
import { columnOf, KINDS, listPart, NO_MESSAGE } from "./fields";
import { literalRegex, quoted } from "./quote";

const SCALARS = ["text", "num", "bool"] as const;
/** Behind every character. */
const LAST = "\u{10ffff}";
const EVERYTHING = "*";
const NOTHING = "!*";

/** A filter of LogsQL. Names and values of the user are strings in quotes, and nothing else. */
export function filterOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case "and":
      return `(${meaning.parts.map(filterOf).join(" and ")})`;
    case "or":
      return anyOf(meaning.parts.map(filterOf));
    case "not":
      return `!(${filterOf(meaning.part)})`;
    case "everything":
      return EVERYTHING;
    case "nothing":
      return NOTHING;
    case "time":
      return `_time:${meaning.operator}${quoted(instantOf(meaning.us))}`;
    case "level":
      return `severity:${meaning.operator}${meaning.level}`;
    case "text":
      return meaning.field === "message"
        ? messageFilter(meaning.test)
        : textFilter(meaning.field, meaning.test);
    case "attribute":
      return attributeFilter(meaning.name, meaning.test);
  }
}

function messageFilter(test: TextTest): string {
  const there = `!${isFilter("_msg", NO_MESSAGE)}`;
  return test.kind === "exists" ? there : `(${textFilter("_msg", test)} and ${there})`;
}

function textFilter(field: string, test: TextTest): string {
  switch (test.kind) {
    case "exists":
      return `${quoted(field)}:*`;
    case "contains":
      return regexFilter(field, pieces(test.pieces), true);
    case "like":
      return regexFilter(field, `^(?:${pieces(test.pieces)})$`, true);
    case "is":
      return isFilter(field, test.value);
    case "regex":
      return regexFilter(field, test.source, test.ignoreCase);
    case "order":
      return orderFilter(field, test.operator, test.value);
  }
}

function attributeFilter(name: string, test: AttributeTest): string {
  switch (test.kind) {
    case "exists":
      return anyOf(KINDS.map((kind) => `${quoted(columnOf(kind, name))}:*`));
    case "among":
      return anyOf(test.values.flatMap((value) => [valueFilter(name, value), listFilter(name, value)]));
    case "number":
      return `${quoted(columnOf("num", name))}:${test.operator}${test.value}`;
    default:
      return anyOf(SCALARS.map((kind) => textFilter(columnOf(kind, name), test)));
  }
}

function valueFilter(name: string, value: string | number | boolean): string {
  if (typeof value === "number") return isFilter(columnOf("num", name), String(value));
  if (typeof value === "boolean") return isFilter(columnOf("bool", name), String(value));
  return value === "" ? `${quoted(columnOf("blank", name))}:*` : isFilter(columnOf("text", name), value);
}

function listFilter(name: string, value: string | number | boolean): string {
  return regexFilter(columnOf("list", name), literalRegex(listPart(value)), false);
}

function isFilter(field: string, value: string): string {
  return `${quoted(field)}:=${quoted(value)}`;
}

/** A point is any character, the end of a line too, as it is in the embedded store. */
function regexFilter(field: string, source: string, ignoreCase: boolean): string {
  return `${quoted(field)}:~${quoted(`(?${ignoreCase ? "i" : ""}s)${source}`)}`;
}

/** What is not there has no place in the order; to string_range it is an empty text. */
function orderFilter(field: string, operator: Order, value: string): string {
  const range = operator.startsWith("<") ? between(field, "", value) : between(field, value, LAST);
  const ordered = `(${quoted(field)}:* and ${range})`;
  if (operator === "<=") return anyOf([ordered, isFilter(field, value)]);
  return operator === ">" ? `(${ordered} and !${isFilter(field, value)})` : ordered;
}

function between(field: string, from: string, to: string): string {
  return `${quoted(field)}:string_range(${quoted(from)}, ${quoted(to)})`;
}

function anyOf(parts: readonly string[]): string {
  return `(${parts.join(" or ")})`;
}

function pieces(texts: readonly string[]): string {
  return texts.map(literalRegex).join(".*");
}
