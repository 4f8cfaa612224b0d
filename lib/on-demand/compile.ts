import type { ASTNode } from "@marcbachmann/cel-js";
import { celOf, resultOf } from "./convert";
import {
  CEL_TYPE,
  type Computed,
  type ExpressionFeature,
  type ExpressionInput,
  environmentOf,
  type Given,
  partsOf,
  Refused,
  saidBy,
} from "./language";
import { EXPRESSION_LIMITS, type ExpressionType } from "./values";

/** `nodes`: what an evaluation costs at most. `compute` reads the inputs in their order. */
export type CompiledFeature = {
  name: string;
  nodes: number;
  compute(inputs: readonly Given[]): Computed;
};
/** `at`: the place of the feature, or of the input, that is wrong. */
export type CompileProblem = { problem: string; of: "input" | "feature"; at: number };

/** Every feature of a view, or the first that cannot be computed. */
export function compileFeatures(
  inputs: readonly ExpressionInput[],
  features: readonly ExpressionFeature[],
): CompiledFeature[] | CompileProblem {
  let at = 0;
  let of: CompileProblem["of"] = "input";
  try {
    // One after another, so that the first name that the language refuses is known.
    for (; at < inputs.length; at += 1) environmentOf(inputs.slice(at, at + 1));
    const environment = environmentOf(inputs);
    of = "feature";
    const compiled: CompiledFeature[] = [];
    for (at = 0; at < features.length; at += 1) {
      const feature = features[at];
      if (feature) compiled.push(compileOne(environment, inputs, feature));
    }
    return compiled;
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message, of, at };
    return { problem: saidBy(error, features[at]?.expression ?? ""), of, at };
  }
}

type Environment = ReturnType<typeof environmentOf>;

function compileOne(
  environment: Environment,
  inputs: readonly ExpressionInput[],
  { name, type, expression }: ExpressionFeature,
): CompiledFeature {
  if (expression.length > EXPRESSION_LIMITS.length)
    throw new Refused(`it has more than ${EXPRESSION_LIMITS.length} characters`);
  const parsed = environment.parse(expression);
  const { nodes, reads, isStrict } = partsOf(parsed.ast);
  const checked = environment.check(expression);
  if (!checked.valid) throw checked.error;
  if (checked.type !== CEL_TYPE[type]) throw new Refused(wrongType(checked.type, type));
  const used = inputs.flatMap((input, at) => (reads.has(input.name) ? [{ ...input, at }] : []));
  return {
    name,
    nodes,
    compute(given) {
      const values: Record<string, unknown> = {};
      for (const { name: input, type: held, at } of used) {
        const value = given[at] ?? null;
        if (value === null && isStrict) return { value: null };
        if (typeof value === "string" && held === "STRING" && value.length > EXPRESSION_LIMITS.readText)
          return { problem: `${input} has more than ${EXPRESSION_LIMITS.readText} characters` };
        values[input] = celOf(held, value);
      }
      try {
        return resultOf(type, parsed(values));
      } catch (error) {
        return isForNull(error, values) ? { value: null } : { problem: saidBy(error, expression) };
      }
    },
  };
}

function wrongType(is: string | undefined, type: ExpressionType): string {
  const wanted = CEL_TYPE[type];
  const way =
    is === "int" && wanted === "double"
      ? ". Write double(...) around it, and 2.0 for 2"
      : is === "double" && wanted === "int"
        ? ". Write int(...) around it"
        : "";
  return `it is ${is ?? "nothing"}, and ${type} is ${wanted}${way}`;
}

/** Whether an evaluation ended because it needed an input that has no value. */
function isForNull(error: unknown, values: Readonly<Record<string, unknown>>): boolean {
  if (typeof error !== "object" || error === null || !("code" in error) || !("node" in error)) return false;
  if (error.code !== "variable_type_mismatch" || !isNode(error.node)) return false;
  return error.node.op === "id" && values[error.node.args] === null;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}
