import { extname } from "node:path";
import type { TaskSpec } from "@/lib/pipelines/schema";
import { LONGEST_TIMER_MS } from "@/lib/platform/long-timer";
import type { OpenConnection } from "@/lib/settings";
import { objectKey } from "./object-key";
import { bindStatements, type Statement } from "./sql-template";
import { TemplateError, type TemplateValues } from "./template";

type SqlTask = Extract<TaskSpec, { kind: "sql" }>;
export type DuckDbJob = {
  statements: Statement[];
  /** Objects of the bucket that become views. */
  inputs: { view: string; keys: string[] }[];
  /** Tables that are written to objects at the end. */
  outputs: { table: string; key: string; url: string; format: FileFormat }[];
  memoryMb: number;
};
export type PostgresJob = {
  statements: Statement[];
  connection: Omit<OpenConnection, "id" | "type">;
  timeoutMs: number;
};
export type FileFormat = "parquet" | "csv" | "json";

const FORMATS: Record<string, FileFormat> = {
  ".parquet": "parquet",
  ".csv": "csv",
  ".json": "json",
  ".jsonl": "json",
  ".ndjson": "json",
};
/**
 * Default time limit; execution_timeout_ms overrides it. A statement that waits for a lock must not keep its place for
 * ever.
 */
const DEFAULT_TIMEOUT_MS = 30 * 60 * 1000;

export function duckDbJob(
  task: SqlTask,
  script: string,
  values: TemplateValues,
  of: { bucket: string; memoryMb: number },
): DuckDbJob {
  const keyOf = (url: string) => {
    const key = objectKey(url, values, of.bucket);
    return { key, format: formatOf(key) };
  };
  return {
    statements: bindStatements(script, values),
    inputs: Object.entries(task.inputs).map(([view, urls]) => {
      const found = (Array.isArray(urls) ? urls : [urls]).map(keyOf);
      if (new Set(found.map(({ format }) => format)).size > 1)
        throw new TemplateError(
          `The input "${view}" mixes file formats; give each format a view of its own.`,
        );
      return { view, keys: found.map(({ key }) => key) };
    }),
    outputs: Object.entries(task.outputs).map(([table, url]) => {
      const { key, format } = keyOf(url);
      return { table, key, format, url: `s3://${of.bucket}/${key}` };
    }),
    memoryMb: of.memoryMb,
  };
}

export function postgresJob(
  task: SqlTask,
  script: string,
  values: TemplateValues,
  connection: OpenConnection | null,
): PostgresJob {
  if (!connection) throw new TemplateError("A sql task with engine postgres needs a connection.");
  if (connection.type !== "postgres") {
    throw new TemplateError(`The connection "${connection.id}" is of type ${connection.type}, not postgres.`);
  }
  if (Object.keys(task.inputs).length + Object.keys(task.outputs).length > 0) {
    throw new TemplateError(
      "inputs and outputs are for engine duckdb; a postgres task reads and writes tables.",
    );
  }
  const { id: _id, type: _type, ...rest } = connection;
  return {
    statements: bindStatements(script, values),
    connection: rest,
    // The worker enforces longer limits by ending the process.
    timeoutMs: Math.min(task.execution_timeout_ms ?? DEFAULT_TIMEOUT_MS, LONGEST_TIMER_MS),
  };
}

export function formatOf(key: string): FileFormat {
  const format = FORMATS[extname(key).toLowerCase()];
  if (!format) throw new TemplateError(`${key} must end in ${Object.keys(FORMATS).join(", ")}.`);
  return format;
}
