import type { Files, SourceRows, WantedColumn } from "@/lib/point-in-time/schema";
import type { JoinKey } from "../keys";
import type { SourceRow } from "../repository/sources";
import type { FeatureField } from "../schema";

/** What of a source's files a view, or a part of its features, is read from. */
export function sourceRows(
  source: SourceRow,
  files: Files,
  joinKeys: readonly JoinKey[],
  fields: readonly FeatureField[],
): SourceRows {
  const columns = new Map(Object.entries(source.fieldMapping).map(([column, name]) => [name, column]));
  const wanted = ({ name, type }: { name: string; type: string }): WantedColumn => ({
    column: columns.get(name) ?? name,
    name,
    type,
  });
  return {
    name: source.name,
    files,
    timestampField: source.timestampField,
    createdField: source.createdField,
    keys: joinKeys.map(wanted),
    features: fields.map(wanted),
  };
}
