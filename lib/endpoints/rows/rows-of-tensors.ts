import { refuseAt } from "./faults";
import type { InferInput } from "./open-inference";

/** Tensors that are columns, each under its name, as rows. Throws InvalidError for what is no column of so many values. */
export function rowsOfTensors(sent: InferInput["inputs"]): Record<string, unknown>[] {
  const rows = sent[0]?.shape[0] ?? 0;
  const columns = sent.map(({ name, shape, data }, at) => {
    const [length, width = 1, ...more] = shape;
    const values = data.flat();
    if (length !== rows || width !== 1 || more.length > 0 || values.length !== rows)
      refuseAt(
        ["inputs", at, "shape"],
        "value_error",
        `Features are joined to rows: send each column as an input of the shape [${rows}], not [${shape}]`,
      );
    if (sent.findIndex((other) => other.name === name) !== at)
      refuseAt(["inputs", at, "name"], "value_error", `The input ${JSON.stringify(name)} stands there twice`);
    return { name, values };
  });
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row]])),
  );
}
