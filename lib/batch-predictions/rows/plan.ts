import type { ModelShape } from "@/lib/endpoints";
import { ConflictError } from "@/lib/platform/errors";

/** A column of the file, by its place there and its type as SQL (texts for CSV and JSON lines). */
export type FileColumn = { name: string; type: string };
/**
 * A column of the output. `key` is what it is called on its way there; `isText`: it stands there as text. `from` is the model's
 * name of it.
 */
export type OutputColumn = { key: string; name: string; type: string; isText: boolean; from?: string };

/** How rows of a file are rows of a model, and what comes out. It is kept: each part is read by the same one. */
export type Plan = {
  /** Columns of the file; null for JSON lines, whose rows name their values. */
  width: number | null;
  /** Of each value that the model takes, in its order: which column of the file, -1 for one that may be missing. */
  inputs: { at: number; kind: "text" | "bool" | "number" }[];
  /** Names that the model takes, where rows name their values. */
  names: string[];
  /** A row is an object by these names, also where the file has columns: features are joined to it. */
  isNamed: boolean;
  keys: { name: string; at: number }[];
  output: OutputColumn[];
};

type NamedColumns = (ModelShape & { kind: "named" })["columns"];

const NAMED = 20;

/** Throws CONFLICT with the way out where the file's columns are not those of the model. */
export function planOf(
  shape: ModelShape,
  columns: readonly FileColumn[] | null,
  keyColumns: readonly string[],
): Plan {
  const places = new Map((columns ?? []).map(({ name }, at) => [name, at]));
  if (columns && places.size < columns.length)
    throw new ConflictError("Two columns of the file have the same name. Rename one of them.");
  // Told first: a key column may be one of those that rows must have.
  if (columns && shape.kind === "named") refuseMissing(shape.columns);
  const keys = keyColumns.map((name) => ({ name, at: columns === null ? -1 : placeOf(name) }));
  const output = outputOf(shape, keyColumns, (name) => (columns === null ? "VARCHAR" : typeOf(name)));
  const names = shape.kind === "named" ? shape.columns.map(({ name }) => name) : [];
  const isNamed = shape.kind === "named" && shape.isJoined;
  if (columns === null) return { width: null, inputs: [], names, isNamed, keys, output };
  const inputs = shape.kind === "named" ? byName(shape.columns) : byOrder(shape);
  const taken = new Set([...inputs.map(({ at }) => at), ...keys.map(({ at }) => at)]);
  const extra = columns.filter((_, at) => !taken.has(at)).map(({ name }) => name);
  if (extra.length > 0)
    throw new ConflictError(
      `The model does not take the columns ${listed(extra)}${isNamed ? " beside its features" : ""}. Name them among key_columns, so that they stand beside the answers, or leave them out of the file.`,
    );
  return { width: columns.length, inputs, names, isNamed, keys, output };

  function placeOf(name: string): number {
    const at = places.get(name);
    if (at !== undefined) return at;
    throw new ConflictError(
      `The file has no column ${JSON.stringify(name)}, which is among key_columns. It has: ${listed([...places.keys()])}.`,
    );
  }
  function typeOf(name: string): string {
    return columns?.[placeOf(name)]?.type ?? "VARCHAR";
  }
  function refuseMissing(wanted: NamedColumns): void {
    const missing = wanted.filter(({ name, isOptional }) => !isOptional && !places.has(name));
    if (missing.length > 0)
      throw new ConflictError(
        `The file has no column ${listed(missing.map(({ name }) => name))}, which ${shape.kind === "named" && shape.isJoined ? "its features need, or " : ""}the model takes. It has: ${listed([...places.keys()])}.`,
      );
  }
  function byName(wanted: NamedColumns): Plan["inputs"] {
    return wanted.map(({ name, kind }) => ({ at: places.get(name) ?? -1, kind }));
  }
  /** A model without names takes all that are no keys, side by side. */
  function byOrder({ width, kind, type }: Exclude<ModelShape, { kind: "named" }>): Plan["inputs"] {
    if (kind === "nested")
      throw new ConflictError(
        "The model takes tensors, which columns cannot hold. Send JSON lines: an array a row.",
      );
    const keyPlaces = new Set(keys.map(({ at }) => at));
    const rest = (columns ?? []).flatMap((_, at) => (keyPlaces.has(at) ? [] : [at]));
    if (width >= 0 && rest.length !== width)
      throw new ConflictError(
        `The model takes ${width} values a row, and the file has ${rest.length} columns beside its key columns.`,
      );
    return rest.map((at) => ({ at, kind: type }));
  }
}

/** row, the keys, what the model answers, error. A name that is taken gets a _ behind it, so that none hides another. */
function outputOf(
  { outputs }: ModelShape,
  keyColumns: readonly string[],
  typeOf: (name: string) => string,
): OutputColumn[] {
  const taken = new Set<string>();
  const own = (wanted: string): string => {
    let name = wanted;
    while (taken.has(name.toLowerCase())) name += "_";
    taken.add(name.toLowerCase());
    return name;
  };
  return [
    { key: "r", name: own("row"), type: "BIGINT", isText: false },
    ...keyColumns.map((name, at) => ({ key: `k${at}`, name: own(name), type: typeOf(name), isText: true })),
    ...outputs.map(({ name, type }, at) => ({
      ...{ key: `p${at}`, name: own(name), type, isText: false },
      from: name,
    })),
    { key: "e", name: own("error"), type: "VARCHAR", isText: false },
  ];
}

function listed(names: readonly string[]): string {
  const more = names.length > NAMED ? ", …" : "";
  return names
    .slice(0, NAMED)
    .map((name) => name.slice(0, 100))
    .join(", ")
    .concat(more);
}
