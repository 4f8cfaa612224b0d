import type { Signature, SignatureField } from "@/lib/experiments";
import type { Port } from "../runtime/tensor";

/** A named value of a row. `isWhole` where the signature says so, even when the model computes with fractions. */
export type Column = { name: string; isWhole: boolean; isOptional: boolean };
/** An input that takes columns by their places, side by side. */
export type ColumnInput = { port: Port; columns: number[] };

/**
 * How rows are written for a model. By columns: each row names its values, or has them in order. By tensors: each row has an array
 * for each input, of the input's shape without its first dimension.
 */
export type RowForm =
  | { kind: "columns"; columns: Column[]; inputs: ColumnInput[] }
  | { kind: "tensors"; inputs: Port[] }
  | { kind: "none"; why: string };

const WHOLE = /^(?:integer|long)$/;

export function formOf(inputs: readonly Port[], signature: Signature | null): RowForm {
  const scalar = inputs.find(({ dims }) => dims.length === 0);
  if (scalar) return { kind: "none", why: `its input ${JSON.stringify(scalar.name)} is no list of rows` };
  if (inputs.length === 0) return { kind: "none", why: "it has no input" };
  const said = columnsOf(signature);
  return byFile(inputs, said) ?? byColumns(inputs, said) ?? { kind: "tensors", inputs: [...inputs] };
}

/** Null for a signature of tensors, and for none. */
function columnsOf(signature: Signature | null): Column[] | null {
  const fields = signature?.inputs ?? [];
  if (fields.length === 0 || !fields.every(isColumn)) return null;
  const columns = fields.map(({ name, type, required }) => ({
    name: name ?? "",
    isWhole: WHOLE.test(type),
    isOptional: !required,
  }));
  return new Set(columns.map(({ name }) => name)).size === columns.length ? columns : null;
}

const isColumn = ({ name, shape }: SignatureField) => name !== null && shape === null;

/** The model's file names its values: rows are by these names, in the signature's order if it names the same. */
function byFile(inputs: readonly Port[], said: Column[] | null): RowForm | null {
  const [port] = inputs;
  const names = port?.columns;
  if (!port || !names || inputs.length > 1 || new Set(names).size !== names.length) return null;
  const columns = said ?? names.map((name) => ({ name, isWhole: false, isOptional: false }));
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  if (columns.length !== names.length || places.includes(-1)) return null;
  return { kind: "columns", columns, inputs: [{ port, columns: places }] };
}

function byColumns(inputs: readonly Port[], said: Column[] | null): RowForm | null {
  const [only] = inputs;
  if (said && inputs.length === 1 && only?.dims.length === 2 && takes(only.dims[1], said.length))
    return { kind: "columns", columns: said, inputs: [{ port: only, columns: said.map((_, at) => at) }] };
  // Each input is a column of its own, as converters of scikit-learn make them.
  if (!inputs.every(isSingle)) return null;
  const columns = said ?? inputs.map(({ name }) => ({ name, isWhole: false, isOptional: false }));
  const places = inputs.map(({ name }) => columns.findIndex((column) => column.name === name));
  if (columns.length !== inputs.length || places.includes(-1)) return null;
  return {
    kind: "columns",
    columns,
    inputs: inputs.map((port, at) => ({ port, columns: [places[at] ?? 0] })),
  };
}

const takes = (width: number | undefined, count: number) => width === -1 || width === count;
const isSingle = ({ dims }: Port) => dims.length === 1 || (dims.length === 2 && dims[1] === 1);
