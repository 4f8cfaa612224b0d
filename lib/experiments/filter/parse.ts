/**
 * The filter language of MLflow, `[entity.]key operator value` joined by AND, into a tree; and a superset of it with OR,
 * NOT and parentheses. Recursive descent over tokens: each is looked at once. Depth and number of conditions are bounded.
 */
import { readField } from "./field-name";
import { lex, shown, type Token } from "./lex";
import { unreadable } from "./problem";
import { type Field, fieldOf, OPERATORS, type Operator, type Vocabulary } from "./vocabulary";

export type Value =
  | { kind: "text"; text: string }
  | { kind: "number"; text: string }
  | { kind: "list"; texts: string[] };
export type Condition = { kind: "condition"; field: Field; operator: Operator; value: Value | null };
export type Filter = { kind: "and" | "or"; parts: Filter[] } | { kind: "not"; part: Filter } | Condition;

/** "mlflow": what MLflow's clients may say, and no more, since scripts rely on its refusals. */
export type Dialect = "mlflow" | "extended";

const MAX_CONDITIONS = 200;
const MAX_DEPTH = 32;
const MAX_LIST = 1_000;
/** Each % of a pattern is another place to begin again. */
const MAX_WILDCARDS = 16;
const COMPARED = ["=", "!=", ">", ">=", "<", "<="] as const;

/** Null for an empty text, which matches everything. */
export function parseFilter(text: string, words: Vocabulary, dialect: Dialect): Filter | null {
  if (text === "") return null;
  const tokens = lex(text, "filter");
  if (tokens.length === 0) throw unreadable("filter", 0, "it is blank");
  return new Parser(tokens, words, dialect, text.length).whole();
}

class Parser {
  private next = 0;
  private conditions = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly words: Vocabulary,
    private readonly dialect: Dialect,
    private readonly length: number,
  ) {}

  whole(): Filter {
    const filter = this.or(0);
    const rest = this.peek();
    if (rest) throw this.wrong(rest, `${shown(rest)} follows where AND or the end was expected`);
    return filter;
  }

  private or(depth: number): Filter {
    if (depth > MAX_DEPTH) throw this.wrong(this.peek(), `it nests deeper than ${MAX_DEPTH} levels`);
    const parts = [this.and(depth)];
    while (this.dialect === "extended" && this.takeWord("OR")) parts.push(this.and(depth));
    return joined("or", parts);
  }

  private and(depth: number): Filter {
    const parts = [this.not(depth)];
    while (this.takeWord("AND")) {
      // The official parser lets a filter end with AND, and scripts that join conditions do.
      if (!this.peek()) break;
      parts.push(this.not(depth));
    }
    return joined("and", parts);
  }

  private not(depth: number): Filter {
    if (this.dialect === "extended") {
      if (this.takeWord("NOT")) return { kind: "not", part: this.not(this.deeper(depth)) };
      if (this.takeMark("(")) {
        const inside = this.or(depth + 1);
        this.expectMark(")");
        return inside;
      }
    }
    return this.condition();
  }

  private deeper(depth: number): number {
    if (depth >= MAX_DEPTH) throw this.wrong(this.peek(), `it nests deeper than ${MAX_DEPTH} levels`);
    return depth + 1;
  }

  private condition(): Condition {
    this.conditions += 1;
    if (this.conditions > MAX_CONDITIONS)
      throw this.wrong(this.peek(), `it has more than ${MAX_CONDITIONS} conditions`);
    const start = this.peek();
    const field = this.field();
    const at = this.peek();
    const operator = this.operator();
    if (!this.allowed(field).includes(operator))
      throw this.wrong(
        at,
        `${start?.text ?? field.name} has the operators ${this.allowed(field).join(", ")}, not ${operator}`,
      );
    return { kind: "condition", field, operator, value: this.value(field, operator) };
  }

  private allowed(field: Field): readonly Operator[] {
    const own = OPERATORS[field.type];
    if (this.dialect === "mlflow" || isNumeric(field)) return own;
    return [...new Set<Operator>([...own, "IN", "NOT IN"])];
  }

  private field(): Field {
    const { token, prefix, name } = readField(this.tokens, this.next, this.length);
    this.next += token.used;
    const field = fieldOf(this.words, prefix, name);
    if (typeof field === "string") throw unreadable("filter", token.at, field);
    return field;
  }

  private operator(): Operator {
    const token = this.peek();
    const compared = token?.kind === "operator" && COMPARED.find((known) => known === token.text);
    if (compared) {
      this.next += 1;
      return compared;
    }
    if (this.takeWord("LIKE")) return "LIKE";
    if (this.takeWord("ILIKE")) return "ILIKE";
    if (this.takeWord("IN")) return "IN";
    if (this.takeWord("NOT")) {
      if (this.takeWord("IN")) return "NOT IN";
      throw this.wrong(token, "NOT is followed by IN here, or stands before a whole condition");
    }
    if (this.takeWord("IS")) {
      const isNot = this.takeWord("NOT");
      if (this.takeWord("NULL")) return isNot ? "IS NOT NULL" : "IS NULL";
      throw this.wrong(this.peek(), "IS is followed by NULL or NOT NULL");
    }
    throw this.wrong(token, token ? `${shown(token)} is no operator` : "an operator is missing");
  }

  private value(field: Field, operator: Operator): Value | null {
    if (operator === "IS NULL" || operator === "IS NOT NULL") return null;
    if (operator === "IN" || operator === "NOT IN") return this.list();
    const token = this.take("a value");
    if (isNumeric(field)) {
      const isNumber =
        (token.kind === "number" || (field.type === "number_or_text" && /^\d{1,18}$/.test(token.text))) &&
        Number.isFinite(Number(token.text));
      if (!isNumber) throw this.wrong(token, `${field.name} is compared with a number, without quotes`);
      if (field.type === "integer" && !/^[+-]?\d{1,18}$/.test(token.text))
        throw this.wrong(token, `${field.name} is compared with a whole number`);
      return { kind: "number", text: token.text };
    }
    if (token.kind !== "single" && token.kind !== "double")
      throw this.wrong(token, `${field.name} is compared with text in quotes`);
    if (operator === "LIKE" || operator === "ILIKE") this.checkPattern(token);
    return { kind: "text", text: this.storable(token) };
  }

  private list(): Value {
    const open = this.peek();
    if (!this.takeMark("(")) throw this.wrong(open, "a list in parentheses is missing");
    const texts: string[] = [];
    do {
      const token = this.take("a text in quotes");
      if (token.kind !== "single" && token.kind !== "double")
        throw this.wrong(token, "a list holds texts in quotes");
      texts.push(this.storable(token));
      if (texts.length > MAX_LIST) throw this.wrong(token, `a list holds at most ${MAX_LIST} values`);
    } while (this.takeMark(","));
    this.expectMark(")");
    return { kind: "list", texts };
  }

  private checkPattern(token: Token): void {
    const wildcards = token.text.match(/%+/g)?.length ?? 0;
    if (wildcards > MAX_WILDCARDS) throw this.wrong(token, `a pattern has at most ${MAX_WILDCARDS} %`);
    if (trailingBackslashes(token.text) % 2 === 1)
      throw this.wrong(token, "a pattern does not end with a backslash");
  }

  private storable(token: Token): string {
    if (/\0|\p{Surrogate}/u.test(token.text))
      throw this.wrong(token, "a text holds no NUL and no half a character");
    return token.text;
  }

  private peek(): Token | undefined {
    return this.tokens[this.next];
  }

  private take(what: string): Token {
    const token = this.peek();
    if (!token) throw this.wrong(undefined, `${what} is missing`);
    this.next += 1;
    return token;
  }

  private takeWord(word: string): boolean {
    const token = this.peek();
    const found = token?.kind === "word" && token.text.toUpperCase() === word;
    if (found) this.next += 1;
    return found;
  }

  private takeMark(mark: string): boolean {
    const token = this.peek();
    const found = token?.kind === "mark" && token.text === mark;
    if (found) this.next += 1;
    return found;
  }

  private expectMark(mark: string): void {
    const token = this.peek();
    if (!this.takeMark(mark)) throw this.wrong(token, `${mark} is missing`);
  }

  private wrong(token: Token | undefined, said: string): Error {
    return unreadable("filter", token?.at ?? this.length, said);
  }
}

function isNumeric({ type }: Field): boolean {
  return type === "number" || type === "number_or_text" || type === "integer";
}

function joined(kind: "and" | "or", parts: Filter[]): Filter {
  const [first] = parts;
  return parts.length === 1 && first ? first : { kind, parts };
}

function trailingBackslashes(text: string): number {
  let count = 0;
  while (text[text.length - 1 - count] === "\\") count += 1;
  return count;
}
