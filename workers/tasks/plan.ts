import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TaskSpec } from "@/lib/pipelines/schema";
import type { Deps } from "@/lib/platform/context";
import { NotFoundError } from "@/lib/platform/errors";
import { type OpenConnection, readConnection } from "@/lib/settings";
import { commandOf, inBundle } from "./command";
import { httpJob } from "./http-job";
import { duckDbJob, postgresJob } from "./sql-job";
import type { TemplateValues } from "./template";

/** The command to start for a task. `job` is input of our own programs; `hidden` are texts to hide in log and result. */
export type Plan = { argv: readonly string[]; job: unknown; hidden: string[] };
export type PlanOptions = {
  /** The folder of our own programs: dist/. */
  programs: string;
  /** GWANJE_FETCH_ALLOW. */
  fetchAllow: string;
  memoryMb: number;
};

/** The task names an unknown connection. */
export class MissingConnection extends Error {}

/** Share of a task's memory for DuckDB; the rest is for Node, buffers and the copy of a result. */
const DUCKDB_SHARE = 0.7;

/** Null when there is nothing to start. Throws TemplateError, CodeError, MissingConnection. */
export async function planTask(
  deps: Pick<Deps, "db" | "secret" | "storage">,
  task: TaskSpec,
  values: TemplateValues,
  codeDir: string | null,
  options: PlanOptions,
): Promise<Plan | null> {
  if (task.kind === "empty") return null;
  if (task.kind !== "http" && task.kind !== "sql") {
    return { argv: commandOf(task, values, codeDir), job: null, hidden: [] };
  }
  const connection = task.connection === null ? null : await connectionOf(deps, task.connection);
  const hidden = connection ? secretsOf(connection) : [];
  const program = join(options.programs, `task-${task.kind === "sql" ? task.engine : "http"}.js`);
  const argv = [process.execPath, "--enable-source-maps", program];
  if (task.kind === "http")
    return { argv, job: httpJob(task, values, connection, options.fetchAllow), hidden };
  const script =
    task.file === null ? (task.statement ?? "") : readFileSync(inBundle(codeDir, task.file), "utf8");
  const job =
    task.engine === "postgres"
      ? postgresJob(task, script, values, connection)
      : duckDbJob(task, script, values, {
          bucket: deps.storage.bucket,
          memoryMb: Math.round(options.memoryMb * DUCKDB_SHARE),
        });
  return { argv, job, hidden };
}

async function connectionOf(deps: Pick<Deps, "db" | "secret">, id: string): Promise<OpenConnection> {
  try {
    return await readConnection(deps, id);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new MissingConnection(
      `There is no connection "${id}". An admin adds it under Settings > Connections.`,
    );
  }
}

/** The password and every text of `extra`, which is sealed as a whole and therefore all secret. */
function secretsOf({ login, password, extra }: OpenConnection): string[] {
  const basic = login === null ? [] : [`${login}:${password ?? ""}`];
  return [...(password === null ? [] : [password, ...basic]), ...textsIn(extra)];
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
