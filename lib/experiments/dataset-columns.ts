import { type Outline, outlineOf } from "@/lib/artifacts/values";

export type DatasetColumn = { name: string; type: string };

/**
 * The columns that a client told of: {"mlflow_colspec": [...]}, or tensors of features and targets. Null for anything else,
 * which is shown as it is. A schema that is cut shows the columns that are whole.
 */
export function datasetColumns(schema: string): DatasetColumn[] | null {
  const outline = outlineOf(schema, true);
  const columns = at(outline, "mlflow_colspec") ?? tensorsOf(at(outline, "mlflow_tensorspec"));
  if (columns?.kind !== "array") return null;
  return columns.items.map((column, number) => ({
    name: textOf(at(column, "name")) || String(number),
    type: textOf(at(column, "type")) || tensorText(at(column, "tensor-spec")),
  }));
}

/** Features and targets are JSON inside of the JSON. */
function tensorsOf(spec: Outline | undefined): Outline | undefined {
  if (spec?.kind !== "object") return undefined;
  const parts = spec.entries.flatMap(({ value }) => {
    const inner = value.kind === "text" ? outlineOf(value.text) : value;
    return inner?.kind === "array" ? inner.items : [];
  });
  return parts.length > 0 ? { kind: "array", items: parts } : undefined;
}

function tensorText(spec: Outline | undefined): string {
  const shape = at(spec, "shape");
  const lengths = shape?.kind === "array" ? shape.items.map(textOf).join(", ") : "";
  return `${textOf(at(spec, "dtype"))} (${lengths})`;
}

function at(value: Outline | null | undefined, name: string): Outline | undefined {
  return value?.kind === "object" ? value.entries.find(({ key }) => key === name)?.value : undefined;
}

function textOf(value: Outline | undefined): string {
  return value?.kind === "text" || value?.kind === "word" ? value.text : "";
}
