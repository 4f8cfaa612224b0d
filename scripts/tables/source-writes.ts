import {
  type AssignmentExpression,
  type CallExpression,
  type Node,
  parseSync,
  type VariableDeclarator,
  Visitor,
} from "oxc-parser";
import { callWrites, fieldOfClient, keepsTable, type Models } from "./prisma-writes";
import { HOLE, sqlWrites } from "./sql-writes";

export type Write = { line: number; table: string };

/** All writes of tables in a source file, by SQL or by Prisma, in the order of lines. */
export function sourceWrites(path: string, source: string, models: Models): Write[] {
  const { program, errors } = parseSync(path, source);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  const writes: Write[] = [];
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  const add = (offset: number, tables: readonly string[]) =>
    writes.push(...tables.map((table) => ({ line: lineAt(offset), table })));

  /** Parts of a text that was read already. */
  const read = new Set<Node>();
  const addSql = (node: Node) => {
    if (read.has(node)) return;
    const text = textOf(node, read);
    for (const { table, at } of sqlWrites(text))
      writes.push({ line: lineAt(node.start) + text.slice(0, at).split("\n").length - 1, table });
  };

  const addCall = (node: CallExpression) => add(node.callee.end, callWrites(node, models));
  const addKept = ({ start, right }: AssignmentExpression) => add(start, keepsTable(right, models));
  const addDeclared = ({ start, id, init }: VariableDeclarator) => {
    if (!init) return;
    add(start, keepsTable(init, models));
    if (id.type !== "ObjectPattern") return;
    for (const one of id.properties)
      if (one.type === "Property" && one.key.type === "Identifier")
        add(one.start, fieldOfClient(init, one.key.name, models));
  };
  new Visitor({
    BinaryExpression: addSql,
    TemplateLiteral: addSql,
    Literal: addSql,
    CallExpression: addCall,
    AssignmentExpression: addKept,
    VariableDeclarator: addDeclared,
  }).visit(program);
  return writes.sort((a, b) => a.line - b.line);
}

/** Joins literals, templates and their sums into one text, with a hole for each other expression. */
function textOf(node: Node, read: Set<Node>): string {
  read.add(node);
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : HOLE;
  if (node.type === "TemplateLiteral") return node.quasis.map(({ value }) => value.cooked ?? "").join(HOLE);
  if (node.type === "ParenthesizedExpression") return textOf(node.expression, read);
  if (node.type !== "BinaryExpression" || node.operator !== "+") {
    read.delete(node);
    return HOLE;
  }
  return textOf(node.left, read) + textOf(node.right, read);
}
