import type { Binds } from "@/lib/platform/binds";
import type { Condition, Filter, Value } from "../filter/parse";
import { isRunId } from "../values";

/** SQL for the fields of a filter: the attributes of one kind of row, and its keyed values such as tags. */
export type Meaning = {
  attribute(name: string): string;
  /** A condition on what hangs on the thing: `matches` gives the comparison of its value's column. */
  keyed(condition: Condition, matches: (column: string, isIndexed: boolean) => string, binds: Binds): string;
};

/** A filter as SQL with bound values. A condition on something missing is false, and so its NOT is true. */
export function conditionSql(filter: Filter, meaning: Meaning, binds: Binds): string {
  if (filter.kind === "not") return `(${conditionSql(filter.part, meaning, binds)}) IS NOT TRUE`;
  if (filter.kind !== "condition") {
    const parts = filter.parts.map((part) => conditionSql(part, meaning, binds));
    return `(${parts.join(filter.kind === "and" ? " AND " : " OR ")})`;
  }
  const { field } = filter;
  if (field.kind !== "attribute") {
    return meaning.keyed(filter, (column, isIndexed) => compare(column, filter, binds, isIndexed), binds);
  }
  const column = meaning.attribute(field.name);
  if (field.name === "run_id") return runIdSql(column, filter, binds);
  return compare(column, filter, binds, false);
}

/** `isIndexed`: the column's first characters are an index, see the migration. */
function compare(column: string, condition: Condition, binds: Binds, isIndexed: boolean): string {
  const { operator, value } = condition;
  if (value === null) return `${column} ${operator}`;
  if (value.kind === "list") {
    const list = binds.add(value.texts, "text[]");
    return operator === "IN" ? `${column} = ANY(${list})` : `${column} <> ALL(${list})`;
  }
  const bound = value.kind === "text" ? binds.add(value.text, "text") : numberBind(value, condition, binds);
  if (operator === "=" && isIndexed)
    return `left(${column}, 120) = left(${bound}, 120) AND ${column} = ${bound}`;
  return `${column} ${operator === "!=" ? "<>" : operator} ${bound}`;
}

/** Metrics are doubles; times are whole numbers, which a fraction is compared with exactly. */
function numberBind(value: Value & { kind: "number" }, { field }: Condition, binds: Binds): string {
  if (field.kind === "metric") return binds.add(value.text, "float8");
  return binds.add(value.text, Number.isSafeInteger(Number(value.text)) ? "bigint" : "numeric");
}

/** By the primary key where a whole id is meant, else by its text. */
function runIdSql(column: string, condition: Condition, binds: Binds): string {
  const { operator, value } = condition;
  if (operator === "LIKE" || operator === "ILIKE")
    return compare(`replace(${column}::text, '-', '')`, condition, binds, false);
  const texts = value?.kind === "list" ? value.texts : value ? [value.text] : [];
  const ids = binds.add(texts.filter(isRunId), "uuid[]");
  return operator === "=" || operator === "IN" ? `${column} = ANY(${ids})` : `${column} <> ALL(${ids})`;
}
