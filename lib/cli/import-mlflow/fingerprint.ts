import { createHash } from "node:crypto";
import type { Run } from "../mlflow/shapes";

/** Changes when anything about the run does that its server shows: a point behind the latest ones is always shown. */
export function fingerprintOf({ info, data, inputs, outputs }: Run): string {
  const { artifact_uri: _place, ...rest } = info;
  const byKey = <T extends { key: string }>(items: readonly T[]) =>
    [...items].sort((one, other) => (one.key < other.key ? -1 : 1)).map((item) => canonical(item));
  const said = [
    canonical(rest),
    byKey(data.metrics),
    byKey(data.params),
    byKey(data.tags),
    inputs.dataset_inputs.map(canonical).sort(),
    outputs.model_outputs.map(canonical).sort(),
  ];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

/** The same text for fields in any order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`).join(",")}}`;
}
