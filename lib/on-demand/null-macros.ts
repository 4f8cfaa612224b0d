import type { ASTNode, Environment, TypeDeclaration } from "@marcbachmann/cel-js";

/** What the library hands to a macro; its own types say `any`. */
type Checker = {
  check(node: ASTNode, ctx: unknown): TypeDeclaration;
  getType(name: string): TypeDeclaration;
  createError(code: string, message: string, node: ASTNode): Error;
};
type Evaluator = { run(node: ASTNode, ctx: unknown): unknown };
type Values = { getValue(name: string): unknown };
type Call = { args: ASTNode[] };

/** `is_null(x)` and `coalesce(x, other)`: the only ones that take an input that has no value. */
export function registerNullMacros(environment: Environment): void {
  environment
    .registerFunction("is_null(ast): bool", ({ args }: Call) => ({
      typeCheck(checker: Checker, _macro: unknown, ctx: unknown) {
        inputOf(args[0], checker, ctx);
        return checker.getType("bool");
      },
      evaluate: (_evaluator: Evaluator, _macro: unknown, ctx: Values) => isNull(args[0], ctx),
    }))
    .registerFunction("coalesce(ast, ast): dyn", ({ args }: Call) => ({
      typeCheck(checker: Checker, _macro: unknown, ctx: unknown) {
        const type = inputOf(args[0], checker, ctx);
        const [, other] = args;
        if (!other) return type;
        const given = checker.check(other, ctx);
        if (given.name === type.name) return type;
        throw checker.createError(
          "coalesce_types",
          `coalesce() has a ${type.name} first and a ${given.name} second. Both must be of one type`,
          other,
        );
      },
      evaluate(evaluator: Evaluator, _macro: unknown, ctx: Values) {
        const [input, other] = args;
        const used = isNull(input, ctx) ? other : input;
        return used && evaluator.run(used, ctx);
      },
    }));
}

function inputOf(node: ASTNode | undefined, checker: Checker, ctx: unknown): TypeDeclaration {
  if (!node) throw new Error("A macro without the argument that its signature has");
  if (node.op === "id") return checker.check(node, ctx);
  throw checker.createError("null_input", "is_null() and coalesce() take the name of an input first", node);
}

const isNull = (node: ASTNode | undefined, ctx: Values) =>
  node?.op === "id" && ctx.getValue(node.args) === null;
