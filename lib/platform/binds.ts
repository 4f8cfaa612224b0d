type SqlType =
  | "text"
  | "text[]"
  | "uuid"
  | "uuid[]"
  | "smallint"
  | "int"
  | "bigint"
  | "bigint[]"
  | "float8"
  | "numeric"
  | "jsonb"
  | "timestamptz"
  | "pg_snapshot";

/** The parameters of one statement, numbered as they are named: nothing of a user stands in its text. */
export class Binds {
  readonly values: unknown[] = [];

  /** `$n::type`. */
  add(value: unknown, type: SqlType): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}
