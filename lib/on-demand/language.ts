/**
 * The language is CEL without loops and regular expressions, so that an evaluation costs no more than the expression is long.
 * What stands for no value is null: an expression that needs a null is null, unless `coalesce` or `is_null` takes it. `&&` and
 * `||` are decided by one side where that is enough, as in SQL.
 */
import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { registerNullMacros } from "./null-macros";
import { EXPRESSION_LIMITS, type ExpressionType } from "./values";

export type ExpressionInput = { name: string; type: ExpressionType };
export type ExpressionFeature = { name: string; type: ExpressionType; expression: string };
/** As features are stored: a whole number that a double would change is its digits as text. */
export type Given = string | number | boolean | null;
export type Computed = { value: Given } | { problem: string };

/** The type of CEL that a value has inside an expression. */
export const CEL_TYPE: Record<ExpressionType, "string" | "int" | "double" | "bool"> = {
  STRING: "string",
  INT32: "int",
  INT64: "int",
  UNIX_TIMESTAMP: "int",
  FLOAT: "double",
  DOUBLE: "double",
  BOOL: "bool",
};

const DOUBLES = {
  floor: Math.floor,
  ceil: Math.ceil,
  sqrt: Math.sqrt,
  log: Math.log,
  exp: Math.exp,
} as const;
const NULL_FUNCTIONS = ["is_null", "coalesce"];
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...["abs", "min", "max", "pow", "size", "double", "int", "string", "bool"],
  ...Object.keys(DOUBLES),
  ...NULL_FUNCTIONS,
]);
const METHODS: ReadonlySet<string> = new Set([
  ...["startsWith", "endsWith", "contains", "size", "lowerAscii", "upperAscii", "trim"],
]);
/** Words that CEL would read as something else. */
const WORDS: ReadonlySet<string> = new Set(["in", "true", "false", "null"]);

const base = baseEnvironment();

function baseEnvironment(): Environment {
  const made = new Environment({
    limits: {
      maxAstNodes: EXPRESSION_LIMITS.nodes,
      maxDepth: 30,
      maxListElements: 100,
      maxMapEntries: 1,
      maxCallArguments: 3,
    },
  });
  for (const [name, work] of Object.entries(DOUBLES))
    made.registerFunction(`${name}(double): double`, (x: number) => work(x));
  made
    .registerFunction("abs(double): double", (x: number) => Math.abs(x))
    .registerFunction("abs(int): int", (x: bigint) => (x < 0n ? BigInt.asIntN(64, -x) : x))
    .registerFunction("pow(double, double): double", (x: number, y: number) => x ** y)
    .registerFunction("min(double, double): double", (x: number, y: number) => Math.min(x, y))
    .registerFunction("max(double, double): double", (x: number, y: number) => Math.max(x, y))
    .registerFunction("min(int, int): int", (x: bigint, y: bigint) => (y < x ? y : x))
    .registerFunction("max(int, int): int", (x: bigint, y: bigint) => (y > x ? y : x));
  registerNullMacros(made);
  return made;
}

/** The variables are the inputs. Throws Refused for a name that the language has. */
export function environmentOf(inputs: readonly ExpressionInput[]): Environment {
  const made = base.clone();
  for (const { name, type } of inputs) {
    const refusal = new Refused(`${name} is a word of the language. Give the input another name`);
    if (WORDS.has(name)) throw refusal;
    try {
      made.registerVariable(name, CEL_TYPE[type]);
    } catch {
      throw refusal;
    }
  }
  return made;
}

/** Something that its author can put right. */
export class Refused extends Error {}

/** What an expression is made of. Throws Refused for functions that are not there. */
export type Parts = { nodes: number; reads: Set<string>; isStrict: boolean };
export function partsOf(ast: ASTNode): Parts {
  const parts: Parts = { nodes: 0, reads: new Set(), isStrict: true };
  walk(ast, parts);
  return parts;
}

function walk(node: ASTNode, parts: Parts): void {
  parts.nodes += 1;
  switch (node.op) {
    case "value":
      return;
    case "id":
      parts.reads.add(node.args);
      return;
    case "call": {
      const [name, given] = node.args;
      if (!FUNCTIONS.has(name))
        throw new Refused(`there is no ${name}() here; there are ${listed(FUNCTIONS)}`);
      if (NULL_FUNCTIONS.includes(name)) parts.isStrict = false;
      for (const one of given) walk(one, parts);
      return;
    }
    case "rcall": {
      const [name, receiver, given] = node.args;
      if (!METHODS.has(name)) throw new Refused(`there is no .${name}() here; there are ${listed(METHODS)}`);
      for (const one of [receiver, ...given]) walk(one, parts);
      return;
    }
    case "?:":
    case "&&":
    case "||":
      parts.isStrict = false;
      for (const one of node.args) walk(one, parts);
      return;
    case "list":
      for (const one of node.args) walk(one, parts);
      return;
    case "map":
    case ".":
    case ".?":
    case "[]":
    case "[?]":
      throw new Refused("an expression is made of inputs, numbers, texts, operators and functions");
    case "!_":
    case "-_":
      walk(node.args, parts);
      return;
    default:
      for (const one of node.args) walk(one, parts);
  }
}

/** The first line of what the library says, with the place in the expression. */
export function saidBy(error: unknown, expression: string): string {
  const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  const at = startOf(error);
  const where = at === undefined || at === 0 ? "" : ` at ${JSON.stringify(expression.slice(at, at + 20))}`;
  return `${said}${where}`;
}

function startOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("node" in error)) return undefined;
  const { node } = error;
  if (typeof node !== "object" || node === null || !("start" in node)) return undefined;
  return typeof node.start === "number" ? node.start : undefined;
}

const listed = (names: ReadonlySet<string>) => [...names].join(", ");
