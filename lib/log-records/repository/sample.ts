import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { Query } from "../query/tree";
import { isRecordField, type RecordField } from "../values";
import { conditionSql } from "./conditions";
import type { Range } from "./search";

export type Counted = { name: string; count: number };
/** `sampled`: how many records were looked at. */
export type Sample = { sampled: number; counts: Counted[] };
type Wanted = { range: Range; query: Query | null; limit: number };

const MOST = 200;
const VALUES: Readonly<Record<RecordField, string>> = {
  time: "NULL",
  level: "level::text",
  service: "NULLIF(service, '')",
  host: "NULLIF(host, '')",
  message: "left(message, 200)",
  trace_id: "trace_id",
  span_id: "span_id",
};

/** The most frequent values of a field among the newest records. */
export function sampleValues(sql: Sql, wanted: Wanted & { field: string }): Promise<Sample> {
  const binds = new Binds();
  const newest = newestSql(wanted, binds);
  const value = isRecordField(wanted.field)
    ? VALUES[wanted.field]
    : `left(attrs ->> ${binds.add(wanted.field, "text")}, 200)`;
  return sampleOf(sql, newest, `SELECT ${value} AS name FROM newest`, binds);
}

/** The attributes that the newest records have. */
export function sampleNames(sql: Sql, wanted: Wanted): Promise<Sample> {
  const binds = new Binds();
  return sampleOf(
    sql,
    newestSql(wanted, binds),
    "SELECT jsonb_object_keys(attrs) AS name FROM newest",
    binds,
  );
}

async function sampleOf(sql: Sql, newest: string, names: string, binds: Binds): Promise<Sample> {
  const [row] = await sql.rows<Sample>(
    `WITH newest AS MATERIALIZED (${newest}),
       counted AS (
         SELECT name, count(*)::int AS count FROM (${names}) AS one WHERE name IS NOT NULL
         GROUP BY name ORDER BY count DESC, name LIMIT ${MOST})
     SELECT (SELECT count(*)::int FROM newest) AS sampled,
       COALESCE((SELECT json_agg(json_build_object('name', name, 'count', count)) FROM counted), '[]') AS counts`,
    binds.values,
  );
  return row ?? { sampled: 0, counts: [] };
}

function newestSql({ range, query, limit }: Wanted, binds: Binds): string {
  const conditions = [
    `r.ts >= ${binds.add(range.from, "timestamptz")} AND r.ts < ${binds.add(range.to, "timestamptz")}`,
    ...(query ? [conditionSql(query, binds)] : []),
  ];
  return `SELECT level, service, host, message, trace_id, span_id, attrs FROM log_record r
    WHERE ${conditions.join(" AND ")} ORDER BY r.ts DESC, r.id DESC LIMIT ${binds.add(limit, "int")}`;
}
