import { ConflictError } from "@/lib/platform/errors";
import type { joinableColumns } from "../features/own-inputs";
import type { RowForm } from "../rows/form";
import type { Port, TensorType } from "../runtime/tensor";

type Kind = "text" | "bool" | "number";
type OutputSpec = { name: string; type: string };

/**
 * What a model takes of a row, for who reads rows from columns: values by name, so many values in order (-1 is any number), or
 * what columns cannot hold; `isJoined`: by name, in objects to which features are joined. And what it gives, with types of SQL.
 */
export type ModelShape = { outputs: OutputSpec[] } & (
  | { kind: "named"; columns: { name: string; kind: Kind; isOptional: boolean }[]; isJoined: boolean }
  | { kind: "ordered" | "nested"; width: number; type: Kind }
);

const SQL: Readonly<Record<TensorType, string>> = {
  float32: "FLOAT",
  float64: "DOUBLE",
  int8: "TINYINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  uint8: "UTINYINT",
  uint16: "USMALLINT",
  uint32: "UINTEGER",
  uint64: "UBIGINT",
  bool: "BOOLEAN",
  string: "VARCHAR",
};

/** Null for a model that takes no rows. */
export function shapeOf(form: RowForm, ports: readonly Port[]): ModelShape | null {
  const outputs = ports.map(({ name, type, dims }) => ({
    name,
    type: SQL[type] + "[]".repeat(depthOf(dims)),
  }));
  if (form.kind === "none") return null;
  if (form.kind === "columns") {
    const kinds = new Map(
      form.inputs.flatMap(({ port, columns }) => columns.map((at) => [at, kindOf(port.type)] as const)),
    );
    const columns = form.columns.map(({ name, isOptional }, at) => ({
      name,
      isOptional,
      kind: kinds.get(at) ?? "number",
    }));
    return { kind: "named", columns, outputs, isJoined: false };
  }
  const [only] = form.inputs;
  const isFlat = form.inputs.length === 1 && only?.dims.length === 2;
  return {
    kind: isFlat ? "ordered" : "nested",
    width: only?.dims[1] ?? -1,
    type: kindOf(only?.type ?? "float32"),
    outputs,
  };
}

/** What rows bring when features are joined to them: join keys, what is computed with, and columns that no feature fills. */
export function joinedShape(
  shape: ModelShape,
  { sent, filled }: Awaited<ReturnType<typeof joinableColumns>>,
): ModelShape {
  if (shape.kind !== "named")
    throw new ConflictError(
      "The model names no columns, so that features cannot be joined to its rows. Log it with a signature of columns.",
    );
  const brought = sent.map(({ name, type }) => ({ name, kind: kindOf(type), isOptional: false }));
  const names = new Set(sent.map(({ name }) => name));
  const rest = shape.columns.filter(({ name }) => !names.has(name) && !filled.has(name));
  return { ...shape, columns: [...brought, ...rest], isJoined: true };
}

/** As decodeRows gives it: one value where there is one of a row. */
function depthOf(dims: readonly number[]): number {
  const inner = dims.slice(1);
  return inner.length === 1 && inner[0] === 1 ? 0 : inner.length;
}

function kindOf(type: TensorType): Kind {
  if (type === "string") return "text";
  return type === "bool" ? "bool" : "number";
}
