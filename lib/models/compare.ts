import { read } from "@/lib/verbs";
import { versionDetail } from "./version-detail";
import { CompareVersionsInput, type VersionComparison, type VersionDetail } from "./view-schema";

/** Two versions side by side, of one model or of two, in one answer. */
export const compareVersions = read("models:read", CompareVersionsInput, async (ctx, input) => {
  const [base, other] = await Promise.all([
    versionDetail(ctx, input.name, input.base),
    versionDetail(ctx, input.other_model ?? input.name, input.other),
  ]);
  return comparison(base, other);
});

function comparison(base: VersionDetail, other: VersionDetail): VersionComparison {
  return {
    base,
    other,
    metrics: sideBySide(base.metrics, other.metrics),
    params: sideBySide(base.params, other.params),
    tags: sideBySide(base.tags, other.tags),
    inputs: sideBySide(fieldsOf(base, "inputs"), fieldsOf(other, "inputs")),
    outputs: sideBySide(fieldsOf(base, "outputs"), fieldsOf(other, "outputs")),
    files: sideBySide(sizesOf(base), sizesOf(other)),
    size_difference_bytes: other.files.size_bytes - base.files.size_bytes,
  };
}

/** Every key of either, by name. What one does not have is null there. */
function sideBySide<T>(base: Readonly<Record<string, T>>, other: Readonly<Record<string, T>>) {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(other)])].sort();
  return keys.map((key) => {
    const pair = { base: own(base, key), other: own(other, key) };
    return { key, differs: JSON.stringify(pair.base) !== JSON.stringify(pair.other), ...pair };
  });
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | null =>
  Object.hasOwn(record, key) ? (record[key] ?? null) : null;

/** A field without a name goes by its place. */
function fieldsOf({ signature }: VersionDetail, side: "inputs" | "outputs") {
  const fields = signature?.[side] ?? [];
  return Object.fromEntries(fields.map((field, at) => [field.name ?? `#${at + 1}`, field]));
}

const sizesOf = ({ files }: VersionDetail) =>
  Object.fromEntries(files.files.map(({ path, size_bytes }) => [path, size_bytes]));
