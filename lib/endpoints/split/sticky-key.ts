import { refuseAt } from "../rows/faults";
import type { Sticky } from "../schema";

/** What a request says beside its body. */
export type Sent = {
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  query: Readonly<Record<string, unknown>>;
};
export const NOTHING_SENT: Sent = { headers: {}, query: {} };

const MOST_LENGTH = 1_000;
const REQUIRED = "Field required: the endpoint chooses its variant by it";

/** The key of a request. Throws InvalidError when there is none: any other variant than the key's own would be a guess. */
export function stickyKey(sticky: Sticky, sent: Sent, rows: ColumnValues): string {
  switch (sticky.by) {
    case "header":
      return textOf(sent.headers[sticky.name.toLowerCase()], ["header", sticky.name]);
    case "parameter":
      return textOf(sent.query[sticky.name], ["query", sticky.name]);
    case "column":
      return onlyKey(rows(sticky.name));
    default:
      return sticky.by satisfies never;
  }
}

/** The values of a named column, row by row, each with its place in the body. */
export type ColumnValues = (name: string) => { path: PropertyKey[]; value: unknown }[];

export function columnOfRows(rows: readonly unknown[]): ColumnValues {
  return (name) =>
    rows.map((row, at) => {
      const isObject = typeof row === "object" && row !== null && !Array.isArray(row);
      if (!isObject)
        refuseAt(
          ["instances", at],
          "dict_type",
          `Input should be an object by names: the endpoint chooses its variant by ${name}`,
        );
      return {
        path: ["instances", at, name],
        value: Object.hasOwn(row, name) ? Reflect.get(row, name) : undefined,
      };
    });
}

/** A request is answered by one variant, so its rows have one key. */
function onlyKey(values: ReturnType<ColumnValues>): string {
  const keys = values.map(({ path, value }) => ({ path, key: textOf(value, path) }));
  const [first] = keys;
  if (!first) return refuseAt(["body"], "missing", REQUIRED);
  const other = keys.find(({ key }) => key !== first.key);
  if (other)
    refuseAt(
      other.path,
      "value_error",
      "The rows of one request should have one value here, because the endpoint chooses its variant by it. Send them apart",
    );
  return first.key;
}

function textOf(value: unknown, path: PropertyKey[]): string {
  if (value === undefined || value === null || value === "") return refuseAt(path, "missing", REQUIRED);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string" && value.length <= MOST_LENGTH) return value;
  return refuseAt(path, "value_error", `Input should be one text of at most ${MOST_LENGTH} characters`);
}
