import { recording } from "@/lib/events";
import type { Db, Prisma, Tx } from "@/lib/platform/db";
import { poolSql, type Sql, txSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import type { Reason } from "@/lib/platform/reasons";
import { instantIn } from "@/lib/schedules";
import { IS_FAILING, IS_RUNNING } from "./activity-repository";
import { paramOrder } from "./param-order";
import type { DagSpec } from "./schema";

type Store = Tx | Db["prisma"];

export type DagRow = NonNullable<Awaited<ReturnType<typeof findDag>>>;
export type VersionRow = NonNullable<DagRow["head"]>;

/** A spec or its source may have 1 MiB, so lists do not read them. */
const LARGE = { spec: true, layout: true, source: true } as const;
export type VersionListRow = Omit<VersionRow, keyof typeof LARGE>;
export type DagListRow = Omit<DagRow, "head"> & { head: VersionListRow | null };

export const findDag = (store: Store, id: string) =>
  store.dag.findUnique({ where: { id }, include: { head: true } });
export async function getDag(store: Store, id: string): Promise<DagRow> {
  const row = (await findDag(store, id)) ?? (await findDag(store, id.normalize("NFC")));
  if (!row) throw new NotFoundError("pipeline", id);
  return row;
}

export type DagFilter = {
  q?: string | undefined;
  tag?: string | undefined;
  owner?: string | undefined;
  paused?: string | undefined;
  failing?: string | undefined;
  running?: string | undefined;
};

/** By name, from `after` on; `q` matches as `isFound` does. */
export async function listDags(
  { prisma, pool }: Db,
  filter: DagFilter,
  after: string | null,
  take: number,
): Promise<DagListRow[]> {
  const found = await poolSql(pool).rows<{ id: string }>(
    `SELECT dag_id AS id FROM dag
     WHERE ($1::text IS NULL OR $1 = ANY(tags)) AND ($2::text IS NULL OR owner = $2)
       AND ($3::boolean IS NULL OR is_paused = $3)
       AND ($4 = '' OR EXISTS (SELECT 1 FROM unnest(tags || ARRAY[dag_id, description, owner]) AS said(words)
         WHERE strpos(lower(words), lower($4)) > 0))
       AND ($5::text IS NULL OR dag_id > $5)
       AND ($6::boolean IS NULL OR ${IS_FAILING} = $6) AND ($7::boolean IS NULL OR ${IS_RUNNING} = $7)
     ORDER BY dag_id LIMIT $8::int`,
    [
      filter.tag ?? null,
      filter.owner ?? null,
      asked(filter.paused),
      filter.q ?? "",
      after,
      asked(filter.failing),
      asked(filter.running),
      take,
    ],
  );
  const ids = found.map(({ id }) => id);
  const rows = await prisma.dag.findMany({ where: { id: { in: ids } }, include: { head: { omit: LARGE } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function asked(word: string | undefined): boolean | null {
  return word === undefined ? null : word === "true";
}

export async function tagsInUse(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ tag: string }>("SELECT DISTINCT unnest(tags) AS tag FROM dag ORDER BY tag");
  return rows.map(({ tag }) => tag);
}

export const listVersionRows = (store: Store, dagId: string) =>
  store.dagVersion.findMany({
    where: { dagId },
    omit: LARGE,
    include: { _count: { select: { runs: true } } },
    orderBy: { number: "desc" },
  });
export async function getVersionRow(store: Store, dagId: string, number: number): Promise<VersionRow> {
  const row = await store.dagVersion.findUnique({ where: { dagId_number: { dagId, number } } });
  if (!row) throw new NotFoundError("version", `${dagId} ${number}`);
  return row;
}

/** Two authors at once wait for each other here; the second then finds that the head has moved. */
export async function lockDag(tx: Tx, id: string): Promise<void> {
  await txSql(tx).rows("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) AS locked", [
    `gwanje:dag:${id}`,
  ]);
}

/** The existing pools with their slots. */
export async function poolSlots(store: Store): Promise<Map<string, number>> {
  const pools = await store.pool.findMany({ select: { name: true, slots: true } });
  return new Map(pools.map(({ name, slots }) => [name, slots]));
}

/** The same, locked against removal until the transaction ends. */
export async function holdPools(tx: Tx): Promise<Map<string, number>> {
  const pools = await txSql(tx).rows<{ name: string; slots: number }>(
    "SELECT name, slots FROM pool FOR KEY SHARE",
  );
  return new Map(pools.map(({ name, slots }) => [name, slots]));
}

export async function insertVersion(
  tx: Tx,
  row: {
    id: string;
    dagId: string;
    number: number;
    parentId: string | null;
    spec: DagSpec;
    specSha256: string;
    source: string | null;
    codeSha256: string | null;
    layout: unknown;
    origin: string;
    author: string | null;
    message: string | null;
    createdAt: Date;
  },
): Promise<VersionRow> {
  return tx.dagVersion.create({
    data: {
      ...row,
      spec: json(row.spec),
      layout: json(row.layout),
      paramOrder: paramOrder(row.spec),
      logSearch: row.spec.log_search ?? true,
    },
  });
}

/** For a version of before sources were kept: its file says the same. */
export const fillSource = (tx: Tx, id: string, source: string) =>
  tx.dagVersion.updateMany({ where: { id, source: null }, data: { source } });

export const insertDag = (tx: Tx, id: string, origin: "api" | "file"): Promise<DagRow> =>
  tx.dag.create({ data: { id, origin }, include: { head: true } });

/** Called when the file exists (again); it owns the pipeline. */
export const setFile = (tx: Tx, id: string, filePath: string) =>
  tx.dag.update({ where: { id }, data: { filePath, staleAt: null } });

/** Pipelines owned by files of the folder. */
export const listFileDags = (store: Store) =>
  store.dag.findMany({
    where: { origin: "file" },
    select: { id: true, filePath: true, staleAt: true },
    orderBy: { id: "asc" },
  });

/** Returns zero when another scheduler was first or another file took the pipeline over. */
export async function markStale(tx: Tx, id: string, filePath: string | null, staleAt: Date): Promise<number> {
  const where = { id, origin: "file", filePath, staleAt: null };
  return (await tx.dag.updateMany({ where, data: { staleAt } })).count;
}

/**
 * Copies the columns that the scheduler and the lists read. After a change of the schedule the scheduler computes the
 * next run anew.
 */
export async function moveHead(
  tx: Tx,
  before: { schedule: string },
  version: VersionRow,
  spec: DagSpec,
): Promise<DagRow> {
  const dateIn = (text: string | null) =>
    text === null ? null : instantIn(spec.schedule?.time_zone ?? "UTC", text);
  const columns = {
    description: spec.description,
    owner: spec.owner,
    tags: spec.tags,
    scheduleCron: spec.schedule?.cron ?? null,
    scheduleTimeZone: spec.schedule?.time_zone ?? null,
    scheduleStart: dateIn(spec.start_date),
    scheduleEnd: dateIn(spec.end_date),
    catchup: spec.catchup,
    maxActiveRuns: spec.max_active_runs,
  };
  const next =
    scheduleOf(columns) === before.schedule
      ? {}
      : { nextIntervalStart: null, nextIntervalEnd: null, nextRunAt: null };
  return tx.dag.update({
    where: { id: version.dagId },
    data: { headVersionId: version.id, staleAt: null, scheduleError: null, ...columns, ...next },
    include: { head: true },
  });
}

export function scheduleOf(
  row: Pick<DagRow, "scheduleCron" | "scheduleTimeZone" | "scheduleStart" | "scheduleEnd" | "catchup">,
): string {
  return JSON.stringify([
    row.scheduleCron,
    row.scheduleTimeZone,
    row.scheduleStart,
    row.scheduleEnd,
    row.catchup,
  ]);
}

export const setPaused = (tx: Tx, id: string, isPaused: boolean) =>
  tx.dag.update({ where: { id }, data: { isPaused }, include: { head: true } });

/** The guarantee: callers pass plain JSON, parsed by zod or made by us. */
function json(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

export async function getVersionWithBundle(store: Store, dagId: string, number: number) {
  const row = await store.dagVersion.findUnique({
    where: { dagId_number: { dagId, number } },
    select: {
      codeSha256: true,
      origin: true,
      message: true,
      source: true,
      bundle: { select: { files: true } },
    },
  });
  if (!row) throw new NotFoundError("version", `${dagId} ${number}`);
  return row;
}

/** Storing and removing a bundle wait for each other here. */
export async function lockBundle(sql: Sql, sha256: string): Promise<void> {
  await sql.rows("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) AS locked", [
    `gwanje:bundle:${sha256}`,
  ]);
}

/** Storing a bundle again renews its age. */
export async function upsertBundle(
  sql: Sql,
  { sha256, sizeBytes, files }: { sha256: string; sizeBytes: number; files: readonly object[] },
): Promise<void> {
  await sql.rows(
    `INSERT INTO code_bundle (sha256, size_bytes, files, created_at) VALUES ($1, $2::bigint, $3::jsonb, now())
     ON CONFLICT (sha256) DO UPDATE SET size_bytes = excluded.size_bytes, files = excluded.files, created_at = now()`,
    [sha256, sizeBytes, JSON.stringify(files)],
  );
}

const UNUSED_BUNDLE = `c.created_at < now() - $1::int * interval '1 day'
  AND NOT EXISTS (SELECT 1 FROM dag_version v WHERE v.code_sha256 = c.sha256)`;

export async function unusedBundles(sql: Sql, days: number): Promise<string[]> {
  const rows = await sql.rows<{ sha256: string }>(
    `SELECT c.sha256 FROM code_bundle c WHERE ${UNUSED_BUNDLE} ORDER BY c.created_at LIMIT 500`,
    [days],
  );
  return rows.map((row) => row.sha256);
}

/** Returns false when a version uses it by now or it was stored again. */
export async function deleteUnusedBundle(sql: Sql, sha256: string, days: number): Promise<boolean> {
  const gone = await sql.rows(
    `DELETE FROM code_bundle c WHERE c.sha256 = $2 AND ${UNUSED_BUNDLE} RETURNING 1`,
    [days, sha256],
  );
  return gone.length > 0;
}

export type ImportErrorRow = Awaited<ReturnType<typeof listImportErrors>>[number];
export const listImportErrors = (store: Store) =>
  store.importError.findMany({ orderBy: { filePath: "asc" } });

/** Returns true when a row was written: of two schedulers that find the same problem one writes it. */
export async function upsertImportError(
  sql: Sql,
  row: Omit<ImportErrorRow, "createdAt" | "reason"> & { reason: Reason },
  now: Date,
): Promise<boolean> {
  const written = await sql.rows(
    `WITH written AS (
     INSERT INTO import_error (id, file_path, dag_id, line, "column", field, message, reason, more, file_sha, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (file_path) DO UPDATE SET id = excluded.id, dag_id = excluded.dag_id, line = excluded.line,
       "column" = excluded."column", field = excluded.field, message = excluded.message, reason = excluded.reason, more = excluded.more, file_sha = excluded.file_sha, created_at = excluded.created_at
     WHERE (import_error.dag_id, import_error.line, import_error."column", import_error.field, import_error.message, import_error.reason, import_error.more)
       IS DISTINCT FROM (excluded.dag_id, excluded.line, excluded."column", excluded.field, excluded.message, excluded.reason, excluded.more)
     RETURNING file_path
     ), told AS (
       ${recording("import_error", { id: "file_path" }, "written")}
     )
     SELECT 1 FROM written`,
    [
      row.id,
      row.filePath,
      row.dagId,
      row.line,
      row.column,
      row.field,
      row.message,
      JSON.stringify(row.reason),
      row.more,
      row.fileSha,
      now,
    ],
  );
  return written.length > 0;
}

/** Returns how many of the paths had an error. */
export async function deleteImportErrors(sql: Sql, filePaths: readonly string[]): Promise<number> {
  const gone = await sql.rows(
    `WITH gone AS (DELETE FROM import_error WHERE file_path = ANY($1::text[]) RETURNING file_path AS path),
       told AS (${recording("import_error", { id: "path" }, "gone")})
     SELECT path FROM gone`,
    [filePaths],
  );
  return gone.length;
}

/** Its schedule makes no more runs. It keeps the schedule, because a deletion that is cut short may be given up. */
export async function stopDag(sql: Sql, dagId: string): Promise<void> {
  await sql.rows("UPDATE dag SET is_paused = true, updated_at = now() WHERE dag_id = $1", [dagId]);
}

/** Versions and backfills go with it. */
export async function deleteDagRow(sql: Sql, dagId: string): Promise<void> {
  await sql.rows("DELETE FROM dag WHERE dag_id = $1", [dagId]);
}

/** Version `v` is older than $1 days, is not the newest of its pipeline, and no run uses it. */
export const UNUSED_VERSION = `v.created_at < now() - $1::int * interval '1 day'
  AND NOT EXISTS (SELECT 1 FROM dag d WHERE d.head_version_id = v.id)
  AND NOT EXISTS (SELECT 1 FROM dag_run r WHERE r.dag_version_id = v.id)
  AND NOT EXISTS (SELECT 1 FROM dag_run_past p WHERE p.dag_version_id = v.id)`;

export async function deleteUnusedVersions(sql: Sql, days: number): Promise<number> {
  const rows = await sql.rows(`DELETE FROM dag_version v WHERE ${UNUSED_VERSION} RETURNING 1`, [days]);
  return rows.length;
}
