import type { MessageInitShape } from "@bufbuild/protobuf";
import type { SourceRow } from "../repository/sources";
import type { ViewRow } from "../repository/views";
import { EVENT_TIME } from "../values";
import { DataSource_SourceType, type DataSourceSchema } from "./registry-pb";

/** Feast keeps each object in a project; its clients look only for those of their own. */
export type Place = { project: string; bucket: string };
type DataSource = MessageInitShape<typeof DataSourceSchema>;
type ViewSources = Pick<ViewRow, "name" | "source" | "pushSource">;

/** Feast knows no CSV files: such a source has its columns here, and no format. A query has a name of its own instead of a path. */
export function fileSource(row: SourceRow, { project }: Place): DataSource {
  const parquet = { format: { case: "parquetFormat", value: {} } } as const;
  return {
    type: DataSource_SourceType.BATCH_FILE,
    name: row.name,
    project,
    fieldMapping: row.fieldMapping,
    timestampField: row.timestampField,
    createdTimestampColumn: row.createdField ?? "",
    description: row.description,
    owner: row.owner,
    tags: row.tags,
    options: {
      case: "fileOptions",
      value: {
        uri: row.path ?? `postgres://${row.connection}/${row.name}`,
        ...(row.format === "parquet" && { fileFormat: parquet }),
      },
    },
  };
}

/**
 * Clients read from it which columns of a written row say when, so each view has one: a view that is only written to has one
 * without files.
 */
export function batchSourceOf(view: ViewSources, sources: readonly SourceRow[], place: Place): DataSource {
  const source = sources.find(({ name }) => name === view.source);
  if (source) return fileSource(source, place);
  return {
    type: DataSource_SourceType.BATCH_FILE,
    name: `${view.name}_written`,
    project: place.project,
    timestampField: EVENT_TIME,
    options: { case: "fileOptions", value: { uri: `s3://${place.bucket}/features/${view.name}/` } },
  };
}

/** Null for a view that nobody pushes to. */
export function pushSource(
  view: ViewSources,
  sources: readonly SourceRow[],
  place: Place,
): DataSource | null {
  if (view.pushSource === null) return null;
  return {
    type: DataSource_SourceType.PUSH_SOURCE,
    name: view.pushSource,
    project: place.project,
    batchSource: batchSourceOf(view, sources, place),
    options: { case: "pushOptions", value: {} },
  };
}
