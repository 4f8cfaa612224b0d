import { expect, it } from "vitest";
import { modelsOf } from "./owners";
import { byDelegate } from "./prisma-writes";
import { sourceWrites } from "./source-writes";

const MODELS = byDelegate(
  modelsOf(
    `
model DagRun {
  id      String @id
  state   String
  dag     Dag    @relation(fields: [dagId], references: [id])
  tasks   TaskInstance[]

  @@map("dag_run")
}
model Dag {
  id   String @id
  runs DagRun[]

  @@map("dag")
}
model TaskInstance {
  id  String @id
  run DagRun @relation(fields: [runId], references: [id])

  @@map("task_instance")
}
`,
    "lib/runs",
  ),
);
const tables = (source: string) => sourceWrites("a.ts", source, MODELS).map(({ table }) => table);

it.each([
  ["await tx.dagRun.create({ data })", ["dag_run"]],
  ["await tx.dagRun\n  .updateMany({ where: { id } })", ["dag_run"]],
  ['await tx["dagRun"]["deleteMany"]()', ["dag_run"]],
  ["await tx[`dagRun`].delete({ where })", ["dag_run"]],
  ["await (tx as Tx).dagRun!.upsert(row)", ["dag_run"]],
  ["await ctx.db.prisma?.dagRun?.updateManyAndReturn(row)", ["dag_run"]],
  ["const table = ctx.db.prisma.dagRun; await table.count()", ["dag_run"]],
  ["let table; table = tx.dagRun", ["dag_run"]],
  ["const { dagRun, dag: table } = ctx.db.prisma", ["dag_run", "dag"]],
  ["await dagRun.createMany({ data })", ["dag_run"]],
  ["tx.dagRun.create({ data: { id, tasks: { create: [{ id }] } } })", ["dag_run", "task_instance"]],
  ["tx.dagRun.update({ where, data: { tasks: { connect: { id } } } })", ["dag_run", "task_instance"]],
  ["tx.dagRun.update({ where, data: { dag: { connect: { id } } } })", ["dag_run"]],
  [
    "tx.dag.update({ data: { runs: { update: { data: { tasks: { deleteMany: {} } } } } } })",
    ["dag", "dag_run", "task_instance"],
  ],
  ["sql.rows('delete ' + 'from ' + `dag_run`)", ["dag_run"]],
  ["sql.rows('UPDATE ' + table + ' SET a = 1')", ["?"]],
  [`tx.$executeRaw\`UPDATE dag SET \${a} = \${one("DELETE FROM dag_run")}\``, ["dag", "dag_run"]],
  [`await sql.rows(\`UPDATE \${TABLE} SET a = 1\`)`, ["?"]],
])("%s writes %j", (source, written) => expect(tables(source)).toEqual(written));

it.each([
  "await tx.dagRun.findMany({ include: { tasks: true } })",
  "await tx.dagRun.count({ where: { tasks: { some: { id } } } })",
  "// tx.dagRun.delete({ where })",
  "const text = 'tx.dagRun.delete()'",
  "hash.update(chunk); cache.delete(key); map.dag.get(key)",
  `sql.rows(\`SELECT 1 FROM dag FOR UPDATE \${hold}\`)`,
  "const run: DagRun = row.dagRun",
])("%s writes nothing", (source) => expect(tables(source)).toEqual([]));

it("names the line of the statement, not of the text that it is in", () =>
  expect(sourceWrites("a.ts", "\nsql.rows(`SELECT 1;\n  DELETE FROM dag`)", MODELS)).toEqual([
    { line: 3, table: "dag" },
  ]));

it("refuses a source that it cannot read", () =>
  expect(() => sourceWrites("a.ts", "const = `DELETE FROM dag`", MODELS)).toThrow("a.ts"));
