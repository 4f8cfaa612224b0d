/** Values of the inputs of one prediction by their names, as many of each as it has rows. */
export type Inputs = Map<string, unknown[]>;

/** Of one row: a list longer than that is no list of inputs. */
const WIDEST = 500;

/** Reads what the log has of rows (objects, or arrays in the order of the signature), or of tensors. */
export function inputsOf(kept: unknown): Inputs {
  if (Array.isArray(kept)) return ofRows(kept);
  const tensors = typeof kept === "object" && kept !== null && "inputs" in kept ? kept.inputs : null;
  return new Map(Array.isArray(tensors) ? tensors.flatMap(ofTensor) : []);
}

/** A row that lacks an input has null there. */
function ofRows(rows: readonly unknown[]): Inputs {
  const inputs: Inputs = new Map();
  for (const [at, row] of rows.entries()) {
    if (typeof row !== "object" || row === null) continue;
    for (const [name, value] of Object.entries(row).slice(0, WIDEST)) {
      const values = inputs.get(name) ?? new Array<unknown>(rows.length).fill(null);
      values[at] = value;
      inputs.set(name, values);
    }
  }
  return inputs;
}

/** One of a value each row, and of several side by side, which are told apart by their places. */
function ofTensor(tensor: unknown): [string, unknown[]][] {
  if (typeof tensor !== "object" || tensor === null) return [];
  const { name, shape, data } = tensor as { name?: unknown; shape?: unknown; data?: unknown };
  if (typeof name !== "string" || !Array.isArray(shape) || !Array.isArray(data) || shape.length > 2)
    return [];
  const flat: unknown[] = data.flat(2);
  const width = Number(shape[1] ?? 1);
  if (!(width >= 1 && width <= WIDEST) || flat.length !== Number(shape[0]) * width) return [];
  if (width === 1) return [[name, flat]];
  return Array.from({ length: width }, (_, column) => [
    `${name}.${column}`,
    flat.filter((_value, at) => at % width === column),
  ]);
}
