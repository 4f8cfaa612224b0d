import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { Condition, Filter } from "../filter/parse";
import { conditionSql } from "./conditions";
import { runMeaning } from "./run-meaning";

/** A search of so few runs finds and sorts all of them sooner than it walks over others. */
const FEW = 2_000;
const MAX_PROBES = 8;

/** How conditions of a search are best asked (see Form); what is not named here the database decides. */
export type Forms = ReadonlyMap<Filter, "few" | "walked">;
export const NO_FORMS: Forms = new Map();

/**
 * The database cannot know how often a value occurs under one key, and so is wrong by a factor of a hundred. Here the rows
 * that match are counted in the index, as far as FEW. The rarest condition then gives the runs, when it is rare; when none
 * is, runs may be walked in their order and each is asked.
 */
export async function formsOf(sql: Sql, filter: Filter, experimentId: string): Promise<Forms> {
  const counted = conditionsOf(filter).filter(isCounted).slice(0, MAX_PROBES);
  if (counted.length === 0) return NO_FORMS;
  const binds = new Binds();
  const experiment = binds.add(experimentId, "bigint");
  const probes = counted.map(
    (condition) =>
      `(SELECT count(*)::int FROM (${conditionSql(condition, runMeaning({ kind: "rows", experiment }), binds)} LIMIT ${FEW + 1}) AS one)`,
  );
  const [row] = await sql.rows<{ counts: number[] }>(
    `SELECT ARRAY[${probes.join(", ")}] AS counts`,
    binds.values,
  );
  const counts = row?.counts ?? [];
  const least = Math.min(...counts);
  if (least <= FEW) {
    const rarest = counted[counts.indexOf(least)];
    return new Map(rarest ? [[rarest, "few"]] : []);
  }
  return new Map(counted.map((condition) => [condition, "walked"]));
}

/** Those of which all must hold. */
export function conditionsOf(filter: Filter | null): readonly Filter[] {
  if (filter === null) return [];
  return filter.kind === "and" ? filter.parts : [filter];
}

/** What an index by key and value can count. */
function isCounted(filter: Filter): filter is Condition {
  if (filter.kind !== "condition") return false;
  const { field, operator } = filter;
  if (field.kind === "metric") return field.of === undefined && operator !== "!=";
  return (field.kind === "param" || field.kind === "tag") && operator === "=";
}
