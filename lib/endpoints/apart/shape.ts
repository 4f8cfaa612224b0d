import type { RowForm } from "../rows/form";
import type { Port, TensorType } from "../runtime/tensor";

type Kind = "text" | "bool" | "number";
type OutputSpec = { name: string; type: string };

/**
 * What a model takes of a row, for who reads rows from columns: values by name, so many values in order (-1 is any number), or
 * what columns cannot hold. And what it gives, with types of SQL.
 */
export type ModelShape = { outputs: OutputSpec[] } & (
  | { kind: "named"; columns: { name: string; kind: Kind; isOptional: boolean }[] }
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
    return { kind: "named", columns, outputs };
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

/** As decodeRows gives it: one value where there is one of a row. */
function depthOf(dims: readonly number[]): number {
  const inner = dims.slice(1);
  return inner.length === 1 && inner[0] === 1 ? 0 : inner.length;
}

function kindOf(type: TensorType): Kind {
  if (type === "string") return "text";
  return type === "bool" ? "bool" : "number";
}
