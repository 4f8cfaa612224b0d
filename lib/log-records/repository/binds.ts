/** The parameters of one statement, numbered as they are named: nothing of a user stands in its text. */
export class Binds {
  readonly values: unknown[] = [];

  /** `$n::type`. */
  add(
    value: unknown,
    type: "text" | "bigint" | "smallint" | "int" | "numeric" | "jsonb" | "timestamptz",
  ): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}
