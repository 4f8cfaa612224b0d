/**
 * Promotion policies are expressions of CEL over what a version's run logged, over what it answered as the shadow of the version that
 * the alias stands for now, and over that one: `metrics.auc >= champion.metrics.auc - 0.005 && shadow.disagreement_high < 0.02`. Every key that an expression reads is written in it, so that only
 * those are looked up and each can be shown. There are no loops and no regular expressions: an evaluation costs no more than
 * the expression is long.
 */
import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { MAX_EXPRESSION } from "./limits";

const LIMITS = {
  maxAstNodes: 300,
  maxDepth: 30,
  maxListElements: 100,
  maxMapEntries: 20,
  maxCallArguments: 3,
};

const VALUES = {
  metrics: "map<string, double>",
  params: "map<string, string>",
  tags: "map<string, string>",
  shadow: "map<string, double>",
} as const;
type Kind = keyof typeof VALUES;

const environment = new Environment({ limits: LIMITS })
  .registerVariable("metrics", VALUES.metrics)
  .registerVariable("params", VALUES.params)
  .registerVariable("tags", VALUES.tags)
  .registerVariable("shadow", VALUES.shadow)
  .registerVariable("version", "int")
  .registerVariable("champion", { schema: { version: "int", ...VALUES } });

const FUNCTIONS: ReadonlySet<string> = new Set(["has", "size", "double", "int", "string", "bool"]);
const METHODS: ReadonlySet<string> = new Set(["startsWith", "endsWith", "contains", "size"]);

/** One value that an expression reads, of the version itself or of the champion. */
export type Reading = {
  of: "version" | "champion";
  kind: Kind | "version";
  /** Empty for the number of the version. */
  key: string;
  /** Only asked for whether it is there, so that it may be missing. */
  isAsked: boolean;
};
export type Policy = {
  readings: Reading[];
  evaluate(values: object): unknown;
};
export type Problem = { problem: string };

/** What is wrong with a policy is said with its place in it. */
export function parsePolicy(expression: string): Policy | Problem {
  if (expression.length > MAX_EXPRESSION) return { problem: `it has more than ${MAX_EXPRESSION} characters` };
  try {
    const parsed = environment.parse(expression);
    const checked = environment.check(expression);
    if (!checked.valid) return { problem: saidBy(checked.error, expression) };
    if (checked.type !== "bool")
      return { problem: `it is ${checked.type ?? "nothing"}, and must be true or false` };
    const readings = new Map<string, Reading>();
    collect(parsed.ast, false, (reading) => {
      const name = nameOf(reading);
      const known = readings.get(name);
      readings.set(name, known ? { ...known, isAsked: known.isAsked && reading.isAsked } : reading);
    });
    return { readings: [...readings.values()], evaluate: (values) => parsed(values) };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message };
    return { problem: saidBy(error, expression) };
  }
}

/** As it stands in an expression. */
export function nameOf({ of, kind, key }: Pick<Reading, "of" | "kind" | "key">): string {
  const within =
    kind === "version"
      ? "version"
      : /^[A-Za-z_]\w*$/.test(key)
        ? `${kind}.${key}`
        : `${kind}[${JSON.stringify(key)}]`;
  return of === "champion" ? `champion.${within}` : within;
}

/** Whether an evaluation failed at the champion's absence. */
export function failedAtChampion(error: unknown): boolean {
  let node = nodeOf(error);
  while (node?.op === "." || node?.op === "[]") node = node.args[0];
  return node?.op === "id" && node.args === "champion";
}

/** The first line of what the library says, with the place in the expression. */
export function saidBy(error: unknown, expression: string): string {
  const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  const at = nodeOf(error)?.start;
  const where = at === undefined || at === 0 ? "" : ` at ${JSON.stringify(expression.slice(at, at + 20))}`;
  return `${said}${where}`;
}

class Refused extends Error {}

function collect(node: ASTNode, isAsked: boolean, take: (reading: Reading) => void): void {
  const reading = readingOf(node, isAsked);
  if (reading) {
    if (reading !== "nothing") take(reading);
    return;
  }
  if (node.op === "id") throw new Refused(`${node.args} needs a key, such as ${example(node.args)}`);
  if (node.op === "call") {
    const [name, given] = node.args;
    if (!FUNCTIONS.has(name)) throw new Refused(`there is no ${name}() here; there are ${listed(FUNCTIONS)}`);
    for (const one of given) collect(one, isAsked || name === "has", take);
    return;
  }
  if (node.op === "rcall") {
    const [name, receiver, given] = node.args;
    if (!METHODS.has(name)) throw new Refused(`there is no .${name}() here; there are ${listed(METHODS)}`);
    for (const one of [receiver, ...given]) collect(one, isAsked, take);
    return;
  }
  for (const child of childrenOf(node)) collect(child, isAsked, take);
}

/** A chain of names such as champion.metrics.auc; null for what is none, "nothing" for one that needs no value. */
function readingOf(node: ASTNode, isAsked: boolean): Reading | "nothing" | null {
  if (node.op === "in") {
    const [key, map] = node.args;
    const within = chainOf(map);
    if (!within || key.op !== "value" || typeof key.args !== "string") return null;
    return reading([...within, key.args], true);
  }
  const chain = chainOf(node);
  return chain && reading(chain, isAsked);
}

function reading(chain: readonly string[], isAsked: boolean): Reading | "nothing" | null {
  const [root = "", ...rest] = chain;
  if (root === "champion") {
    // has(champion.metrics): whether there is one at all.
    if (rest.length === 1 && isAsked) return "nothing";
    const within = reading(rest, isAsked);
    return within === null || within === "nothing" ? within : { ...within, of: "champion" };
  }
  if (root === "version" && rest.length === 0) return { of: "version", kind: "version", key: "", isAsked };
  const [key, ...more] = rest;
  if (!isKind(root) || key === undefined || more.length > 0) return null;
  return { of: "version", kind: root, key, isAsked };
}

const isKind = (name: string): name is Kind => Object.hasOwn(VALUES, name);

function chainOf(node: ASTNode): string[] | null {
  if (node.op === "id") return [node.args];
  if (node.op === ".") {
    const within = chainOf(node.args[0]);
    return within && [...within, node.args[1]];
  }
  if (node.op !== "[]") return null;
  const [map, key] = node.args;
  const within = chainOf(map);
  return within && key.op === "value" && typeof key.args === "string" ? [...within, key.args] : null;
}

function childrenOf(node: ASTNode): ASTNode[] {
  if (node.op === "value" || node.op === "id" || node.op === "call" || node.op === "rcall") return [];
  if (node.op === "." || node.op === ".?") return [node.args[0]];
  if (node.op === "map") return node.args.flat();
  return Array.isArray(node.args) ? [...node.args] : [node.args];
}

function nodeOf(error: unknown): ASTNode | undefined {
  return hasNode(error) ? error.node : undefined;
}
function hasNode(error: unknown): error is { node: ASTNode } {
  return (
    typeof error === "object" &&
    error !== null &&
    "node" in error &&
    typeof error.node === "object" &&
    error.node !== null
  );
}

const listed = (names: ReadonlySet<string>) => [...names].join(", ");
const example = (name: string) => (name === "champion" ? "champion.metrics.auc" : `${name}.auc`);
