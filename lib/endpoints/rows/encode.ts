import { emptyData, type NamedTensor, type Port, sizeOf, type TensorData } from "../runtime/tensor";
import { Faults, refuseAt } from "./faults";
import type { RowForm } from "./form";
import { type Problem, putScalar } from "./scalar";

const ROWS = "instances";
const MISSING = { type: "missing", msg: "Field required" };
const EXTRA = { type: "extra_forbidden", msg: "Extra inputs are not permitted" };
const NO_ROW = {
  type: "model_attributes_type",
  msg: "Input should be an object by names, or an array in order",
};

/** Rows of JSON as the tensors of a model. Throws InvalidError with the place and the kind of each fault. */
export function encodeRows(form: RowForm, rows: readonly unknown[]): NamedTensor[] {
  if (form.kind === "none")
    refuseAt([ROWS], "value_error", `The model takes no rows: ${form.why}. Ask it under /v2 instead.`);
  const ports = form.kind === "columns" ? form.inputs.map(({ port }) => port) : form.inputs;
  for (const { dims } of ports) refuseBatch(dims[0] ?? -1, rows.length);
  return form.kind === "columns" ? encodeColumns(form, rows) : encodeTensors(form.inputs, rows);
}

/** A model that was exported for so many rows takes these and no others. */
function refuseBatch(fixed: number, rows: number): void {
  if (fixed >= 0 && fixed !== rows)
    refuseAt([ROWS], "value_error", `The model takes exactly ${fixed} rows at a time, not ${rows}`);
}

function encodeColumns(form: RowForm & { kind: "columns" }, rows: readonly unknown[]): NamedTensor[] {
  const faults = new Faults();
  const names = new Set(form.columns.map(({ name }) => name));
  const values = rows.map((row, at) => {
    if (Array.isArray(row)) return inOrder(row, form.columns.length, [ROWS, at], faults);
    if (typeof row !== "object" || row === null) {
      faults.add([ROWS, at], NO_ROW);
      return [];
    }
    const extra = Object.keys(row).find((name) => !names.has(name));
    if (extra !== undefined) faults.add([ROWS, at, extra], EXTRA);
    return form.columns.map(({ name, isOptional }) => {
      if (Object.hasOwn(row, name)) return Reflect.get(row, name);
      if (isOptional) return null;
      faults.add([ROWS, at, name], MISSING);
      return undefined;
    });
  });
  faults.refuse();
  const tensors = form.inputs.map(({ port, columns }) => {
    const data = emptyData(port.type, rows.length * columns.length);
    let next = 0;
    for (const [at, row] of values.entries())
      for (const place of columns) {
        const column = form.columns[place];
        const problem = putScalar(data, next, port.type, row[place], column);
        if (problem)
          faults.add([ROWS, at, Array.isArray(rows[at]) ? place : (column?.name ?? place)], problem);
        next += 1;
      }
    const dims = port.dims.length === 1 ? [rows.length] : [rows.length, columns.length];
    return { name: port.name, type: port.type, dims, data };
  });
  faults.refuse();
  return tensors;
}

function inOrder(row: unknown[], width: number, path: PropertyKey[], faults: Faults): unknown[] {
  if (row.length === width) return row;
  faults.add(path, lengthProblem(row, width));
  return [];
}

function encodeTensors(ports: readonly Port[], rows: readonly unknown[]): NamedTensor[] {
  const [only] = ports;
  const isBare = ports.length === 1;
  const names = new Set(ports.map(({ name }) => name));
  const faults = new Faults();
  const cellsOf = (port: Port) =>
    rows.map((row, at): { path: PropertyKey[]; cell: unknown } => {
      const isObject = typeof row === "object" && row !== null && !Array.isArray(row);
      if (!isObject) {
        if (!isBare)
          faults.add([ROWS, at], { type: "dict_type", msg: "Input should be an object by inputs" });
        return { path: [ROWS, at], cell: row };
      }
      if (port === only)
        for (const name of Object.keys(row)) if (!names.has(name)) faults.add([ROWS, at, name], EXTRA);
      if (!Object.hasOwn(row, port.name)) faults.add([ROWS, at, port.name], MISSING);
      return { path: [ROWS, at, port.name], cell: Reflect.get(row, port.name) };
    });
  const cells = ports.map(cellsOf);
  faults.refuse();
  const tensors = ports.map((port, which) => {
    const list = cells[which] ?? [];
    const shape = shapeOf(list[0]?.cell, port.dims.slice(1));
    const width = sizeOf(shape);
    const data = emptyData(port.type, rows.length * width);
    for (const [at, { path, cell }] of list.entries())
      fill(data, at * width, cell, shape, port, path, faults);
    return { name: port.name, type: port.type, dims: [rows.length, ...shape], data };
  });
  faults.refuse();
  return tensors;
}

/** Dimensions that the model leaves open are those of the first row. */
function shapeOf(cell: unknown, dims: readonly number[]): number[] {
  let held = cell;
  return dims.map((dim) => {
    const length = Array.isArray(held) ? held.length : 0;
    held = Array.isArray(held) ? held[0] : undefined;
    return dim >= 0 ? dim : length;
  });
}

/** Copies nested arrays of exactly this shape. As deep as the model's own dimensions. */
function fill(
  data: TensorData,
  from: number,
  cell: unknown,
  shape: readonly number[],
  port: Port,
  path: PropertyKey[],
  faults: Faults,
): void {
  if (faults.isFull) return;
  const [length, ...inner] = shape;
  if (length === undefined) {
    const problem = putScalar(data, from, port.type, cell);
    if (problem) faults.add(path, problem);
    return;
  }
  if (!Array.isArray(cell) || cell.length !== length) {
    faults.add(path, lengthProblem(cell, length));
    return;
  }
  if (inner.length === 0) {
    for (let at = 0; at < length; at += 1) {
      const problem = putScalar(data, from + at, port.type, cell[at]);
      if (problem) faults.add([...path, at], problem);
    }
    return;
  }
  const width = sizeOf(inner);
  for (const [at, one] of cell.entries())
    fill(data, from + at * width, one, inner, port, [...path, at], faults);
}

function lengthProblem(cell: unknown, length: number): Problem {
  if (!Array.isArray(cell)) return { type: "list_type", msg: "Input should be a valid list" };
  const type = cell.length < length ? "too_short" : "too_long";
  return { type, msg: `List should have ${length} items, not ${cell.length}` };
}
