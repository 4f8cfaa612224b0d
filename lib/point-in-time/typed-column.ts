/** Of an expression of one type of DuckDB. `fails` is SQL that raises with the value; it never returns. */
type Given = { sql: string; type: string; fails: string };

const WHOLE = /^U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const FRACTION = /^(?:FLOAT|DOUBLE|DECIMAL\()/;
const TEXT = /^(?:VARCHAR|UUID|ENUM\()/;
const TIME = /^(?:DATE|TIMESTAMP(?:_S|_MS|_NS| WITH TIME ZONE)?)$/;
const LIST = /^(.+)\[\d*\]$/;
const EXACT = 2 ** 53 - 1;

const isText = (type: string) => TEXT.test(type);

/**
 * SQL that reads a column as a feature's type, or null where its type cannot hold one. A value is never made to fit: 1.5 is no
 * INT64. NaN and infinity are null, because that is what pandas writes where there is none.
 */
export function readAs(given: Given, wanted: string): string | null {
  const item = wanted.endsWith("_LIST") ? wanted.slice(0, -5) : null;
  if (item === null) return scalar(given, wanted);
  const [, type] = LIST.exec(given.type) ?? [];
  const read = type === undefined ? null : scalar({ ...given, sql: "x", type }, item);
  return read && `list_transform(CAST(${given.sql} AS ${type}[]), lambda x: ${read})`;
}

function scalar({ sql, type, fails }: Given, wanted: string): string | null {
  /** The value where there is one that is right, else null where there was none. */
  const strict = (value: string, isAbsent = `${sql} IS NULL`) =>
    `CASE WHEN ${isAbsent} THEN NULL WHEN ${value} IS NOT NULL THEN ${value} ELSE ${fails} END`;
  switch (wanted) {
    case "STRING":
      return isText(type) ? `CAST(${sql} AS VARCHAR)` : null;
    case "INT32":
      return whole({ sql, type, fails }, "INTEGER", strict);
    case "INT64":
      return whole({ sql, type, fails }, "BIGINT", strict);
    case "FLOAT":
    case "DOUBLE": {
      if (!WHOLE.test(type) && !FRACTION.test(type) && !isText(type)) return null;
      const isAbsent = `${sql} IS NULL OR NOT isfinite(TRY_CAST(${sql} AS DOUBLE))`;
      return strict(`TRY_CAST(${sql} AS ${wanted})`, isAbsent);
    }
    case "BOOL": {
      if (type === "BOOLEAN") return sql;
      const words = `CASE lower(${sql}) WHEN 'true' THEN true WHEN 'false' THEN false END`;
      return isText(type) ? strict(words) : null;
    }
    case "BYTES":
      return type === "BLOB" ? sql : null;
    case "UNIX_TIMESTAMP":
      if (WHOLE.test(type)) return whole({ sql, type, fails }, "BIGINT", strict);
      return TIME.test(type) || isText(type)
        ? `CAST(floor((${timeOf({ sql, type, fails })}) / 1000000.0) AS BIGINT)`
        : null;
    default:
      return null;
  }
}

function whole({ sql, type }: Given, as: string, strict: (value: string, isAbsent?: string) => string) {
  if (WHOLE.test(type)) return strict(`TRY_CAST(${sql} AS ${as})`);
  if (isText(type))
    return strict(`CASE WHEN regexp_full_match(${sql}, '-?[0-9]{1,19}') THEN TRY_CAST(${sql} AS ${as}) END`);
  if (!FRACTION.test(type)) return null;
  // pandas writes whole numbers as fractions where one of them is missing.
  const isWhole = `${sql} = trunc(${sql}) AND abs(${sql}) <= ${EXACT}`;
  const isAbsent = `${sql} IS NULL OR isnan(CAST(${sql} AS DOUBLE))`;
  return strict(`CASE WHEN ${isWhole} THEN TRY_CAST(${sql} AS ${as}) END`, isAbsent);
}

/** Microseconds since 1970, null where there is none; null instead of SQL for a type that is no time. Without a zone it is UTC. */
export function readTime(given: Given): string | null {
  return TIME.test(given.type) || isText(given.type) ? timeOf(given) : null;
}

function timeOf({ sql, type, fails }: Given): string {
  if (type === "DATE") return `epoch_us(CAST(${sql} AS TIMESTAMP))`;
  if (!isText(type)) return `epoch_us(${sql})`;
  const parsed = `epoch_us(TRY_CAST(${sql} AS TIMESTAMPTZ))`;
  return `CASE WHEN ${sql} IS NULL THEN NULL WHEN ${parsed} IS NOT NULL THEN ${parsed} ELSE ${fails} END`;
}
