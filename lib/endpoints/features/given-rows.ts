import type { JoinableService, Joined } from "@/lib/features";
import { type AppError, ConflictError } from "@/lib/platform/errors";
import { Faults } from "../rows/faults";
import type { RowForm } from "../rows/form";
import type { TensorType } from "../runtime/tensor";

const ROWS = "instances";
type Row = Readonly<Record<string, unknown>>;
type ValueOf = (reference: string, row: number) => { status: string; value: unknown };
/** A column of the model: whether it may be missing, and the type that the model computes with. */
type Taken = { name: string; isMissable: boolean; type: TensorType };

/** What became of the features of a request: joined, or replaced by what the endpoint declares because the store is away. */
export type Features = { joined: Joined } | FellBack;
type FellBack = { fallback: Readonly<Record<string, unknown>>; because: AppError };

const STATUS_PROBLEMS: Readonly<Record<string, { type: string; said: string }>> = {
  NOT_FOUND: { type: "feature_not_found", said: "is not there for this entity" },
  OUTSIDE_MAX_AGE: { type: "feature_outside_max_age", said: "is older than its view allows" },
  NULL_VALUE: { type: "feature_null", said: "has no value for this entity" },
};

/**
 * The rows of a request as a model takes them: features by the names of its signature, `view__feature` or `feature`, and what the
 * request itself brings. Throws InvalidError for what is missing, unknown, or sent though it is joined.
 */
export function givenRows(
  form: RowForm,
  rows: readonly Row[],
  service: string,
  { features: references, joinKeys: keys, requested }: JoinableService,
  features: Features,
): Record<string, unknown>[] {
  const columns = takenColumns(form);
  const joinKeys = new Set([...keys, ...requested].map(({ name }) => name));
  const byColumn = referencesByColumn(references);
  const lookUp = "joined" in features ? joinedValue(features.joined) : fallbackValue(features);
  const faults = new Faults();
  const joined = new Map(
    columns.map(({ name }) => [name, joinKeys.has(name) ? undefined : byColumn.get(name)]),
  );
  const given = rows.map((row, at) => {
    for (const name of Object.keys(row)) {
      if (joined.get(name))
        faults.add([ROWS, at, name], extra(`The feature service ${service} brings it: leave it out`));
      else if (!joinKeys.has(name) && !joined.has(name))
        faults.add([ROWS, at, name], extra("Extra inputs are not permitted"));
    }
    return Object.fromEntries(
      columns.flatMap((column): [string, unknown][] => {
        const reference = joined.get(column.name);
        if (!reference) return Object.hasOwn(row, column.name) ? [[column.name, row[column.name]]] : [];
        const { status, value } = lookUp(reference, at);
        if (value !== null) return [[column.name, asNumber(value, column.type)]];
        if (!column.isMissable) faults.add([ROWS, at, column.name], problemOf(status, reference));
        return [[column.name, null]];
      }),
    );
  });
  faults.refuse();
  return given;
}

const extra = (msg: string) => ({ type: "extra_forbidden", msg });

function takenColumns(form: RowForm): Taken[] {
  if (form.kind !== "columns")
    throw new ConflictError(
      "The model names no columns, so that features cannot be joined to its rows. Log it with a signature of columns.",
    );
  const types = new Map(form.inputs.flatMap(({ port, columns }) => columns.map((at) => [at, port.type])));
  return form.columns.map(({ name, isOptional }, at) => {
    const type = types.get(at) ?? "string";
    return { name, type, isMissable: isOptional && (type === "float32" || type === "float64") };
  });
}

const byColumns = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** References by full name, and by the short one where only one view has it. Found once for each state of a service. */
export function referencesByColumn(references: readonly string[]): ReadonlyMap<string, string> {
  const known = byColumns.get(references) ?? findReferences(references);
  byColumns.set(references, known);
  return known;
}

function findReferences(references: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const shared = new Set<string>();
  for (const reference of references) {
    const [view = "", feature = ""] = reference.split(":");
    found.set(`${view}__${feature}`, reference);
    if (found.has(feature)) shared.add(feature);
    else found.set(feature, reference);
  }
  for (const name of shared) found.delete(name);
  return found;
}

function joinedValue({ views }: Joined): ValueOf {
  const places = new Map<string, { rows: Joined["views"][number]["rows"]; at: number }>(
    views.flatMap(({ view, features, rows }) =>
      features.map(({ name }, at) => [`${view}:${name}`, { rows, at }] as const),
    ),
  );
  return (reference, row) => {
    const place = places.get(reference);
    const entity = place?.rows[row];
    return {
      status: entity?.statuses[place?.at ?? 0] ?? "NOT_FOUND",
      value: entity?.values[place?.at ?? 0] ?? null,
    };
  };
}

/** What is not declared, and no column may miss, leaves the request unanswered as if nothing were declared. */
const fallbackValue =
  ({ fallback, because }: FellBack): ValueOf =>
  (reference) => {
    if (!Object.hasOwn(fallback, reference)) throw because;
    return { status: "NULL_VALUE", value: fallback[reference] ?? null };
  };

/** A training set has truth as 1 and 0 where a model computes with numbers. */
function asNumber(value: unknown, type: TensorType): unknown {
  return typeof value === "boolean" && type !== "bool" && type !== "string" ? Number(value) : value;
}

function problemOf(status: string, reference: string) {
  const { type, said } = STATUS_PROBLEMS[status] ?? { type: "feature_missing", said: "has no value" };
  return { type, msg: `The feature ${reference} ${said} (${status}), and the model needs it` };
}
