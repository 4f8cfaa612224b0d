import { datasetColumns } from "@/lib/experiments/values";
import type { Sql } from "@/lib/platform/db";
import { findDatasetSchemas } from "./repository/dataset-schemas";
import type { Facts } from "./section";

/** The columns of what each run was trained and tested on, with their types. Types of one name that differ stand together. */
export async function featuresOf(sql: Sql, runIds: readonly string[]): Promise<ReadonlyMap<string, Facts>> {
  const byRun = new Map<string, Map<string, string>>();
  for (const { schema, runs } of await findDatasetSchemas(sql, runIds)) {
    const columns = datasetColumns(schema) ?? [];
    for (const run of runs) byRun.set(run, withColumns(byRun.get(run) ?? new Map(), columns));
  }
  return byRun;
}

function withColumns(facts: Map<string, string>, columns: readonly { name: string; type: string }[]) {
  for (const { name, type } of columns) {
    const known = facts.get(name);
    const isTold = known === undefined || known.split(", ").includes(type);
    facts.set(name, isTold ? (known ?? type) : `${known}, ${type}`);
  }
  return facts;
}
