import { AppError } from "@/lib/platform/errors";
import type { EndpointContract, InvocationInput } from "../schema";
import { castText } from "./cast";

/** What the endpoint takes. */
export type Taken = Pick<EndpointContract, "rows" | "inputs">;
/** Rows as /predict takes them, and whether the answer is a table, as for data frames. */
export type InvocationRows = { rows: unknown[]; isTable: boolean };

const FIELDS = ["dataframe_split", "dataframe_records", "instances", "inputs"] as const;

/**
 * What MLflow's scoring protocol sends, as rows: columns by their names in whatever order, others left out, texts cast to the types
 * of the columns. Throws BAD_REQUEST for a body of another form; values are looked at where rows are.
 */
export function rowsOfInvocation({ rows: kind, inputs }: Taken, body: InvocationInput): InvocationRows {
  const given = FIELDS.filter((field) => body[field] !== undefined);
  const [field] = given;
  if (field === undefined || given.length > 1)
    throw refusal(
      `The body must have exactly one of ${FIELDS.join(", ")}; it has ${given.join(" and ") || "none of them"}.`,
    );
  if (body.params && Object.keys(body.params).length > 0)
    throw refusal("params is not empty, and this model takes no parameters. Leave it out.");
  const table = tableOf(body, field);
  if (kind === "none") return { rows: table.rows, isTable: true };
  if (kind === "columns") return { rows: table.rows.map((row) => byColumns(inputs, row)), isTable: true };
  const names = inputs.map(({ name }) => name);
  const isNamed = names.every((name) => table.columns?.includes(name));
  // A data frame for one tensor is a matrix.
  const rows = table.columns && !isNamed ? table.rows.map((row) => Object.values(Object(row))) : table.rows;
  return { rows, isTable: field.startsWith("dataframe") };
}

type Table = { rows: unknown[]; columns: string[] | null };

function tableOf(body: InvocationInput, field: (typeof FIELDS)[number]): Table {
  if (field === "dataframe_split") return splitTable(body.dataframe_split);
  const value = body[field];
  if (Array.isArray(value))
    return { rows: value, columns: field === "dataframe_records" ? namesOf(value) : null };
  if (field === "inputs" && isRecord(value)) return { rows: transposed(value), columns: null };
  throw refusal(
    field === "inputs"
      ? "inputs must be a list, or an object of lists by name."
      : `${field} must be a list of rows.`,
  );
}

function splitTable(split: InvocationInput["dataframe_split"]): Table {
  const data = split?.data ?? [];
  const columns = (split?.columns ?? []).map(String);
  if (columns.length === 0) return { rows: [...data], columns: null };
  const repeated = columns.find((name, at) => columns.indexOf(name) !== at);
  if (repeated !== undefined)
    throw refusal(`dataframe_split.columns has ${JSON.stringify(repeated)} more than once.`);
  const wrong = data.findIndex((row) => !Array.isArray(row) || row.length !== columns.length);
  if (wrong >= 0)
    throw refusal(
      `dataframe_split.data[${wrong}] must be a list of ${columns.length} values, one for each column.`,
    );
  const rows = data.map((row) => objectOf(columns, Array.isArray(row) ? row : []));
  return { rows, columns };
}

/** Lists by name as rows. Throws BAD_REQUEST for lists of different lengths. */
function transposed(lists: Record<string, unknown>): unknown[] {
  const names = Object.keys(lists);
  const columns = names.map((name) => {
    const list = lists[name];
    if (!Array.isArray(list)) throw refusal(`inputs.${name} must be a list with a value for each row.`);
    return list;
  });
  const length = columns[0]?.length ?? 0;
  const other = columns.findIndex((list) => list.length !== length);
  if (other >= 0)
    throw refusal(
      `inputs.${names[other]} has ${columns[other]?.length} values, and inputs.${names[0]} ${length}.`,
    );
  return Array.from({ length }, (_, at) =>
    objectOf(
      names,
      columns.map((list) => list[at]),
    ),
  );
}

function byColumns(inputs: Taken["inputs"], row: unknown): unknown {
  if (Array.isArray(row)) return row.map((value, place) => castText(inputs[place]?.type ?? "string", value));
  const [only] = inputs;
  if (!isRecord(row)) return inputs.length === 1 && only ? [castText(only.type, row)] : row;
  const known = inputs.flatMap(({ name, type }) =>
    Object.hasOwn(row, name) ? [[name, castText(type, row[name])] as const] : [],
  );
  return Object.fromEntries(known);
}

/** Of records: the names of the first, in its order. */
function namesOf(rows: readonly unknown[]): string[] | null {
  const [first] = rows;
  return isRecord(first) ? Object.keys(first) : null;
}

/** A name such as __proto__ is a name like any other. */
function objectOf(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, at) => [name, values[at]]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const refusal = (said: string) => new AppError("BAD_REQUEST", said);
