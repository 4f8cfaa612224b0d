import type pg from "pg";
import { poolSql, type Sql } from "@/lib/platform/db";

/** A session that says nothing for this long is ended by the server, or, when its machine is gone, by the kernel. */
const SILENT_SESSION_SECONDS = 30;

/** A connection for advisory locks. `broke` is called when it is gone, at most once. */
export async function openSession(
  pool: pg.Pool,
  broke: (client: pg.PoolClient) => void,
): Promise<pg.PoolClient> {
  const client = await pool.connect();
  client.on("error", () => broke(client)).on("end", () => broke(client));
  try {
    await client.query(
      `SET idle_session_timeout = '${SILENT_SESSION_SECONDS}s'; SET tcp_keepalives_idle = ${SILENT_SESSION_SECONDS / 3};
       SET tcp_keepalives_interval = ${SILENT_SESSION_SECONDS / 6}; SET tcp_keepalives_count = 3`,
    );
  } catch (error) {
    client.release(true);
    throw error;
  }
  return client;
}

/** Not back into the pool: the locks would stay with the session. */
export function closeSession(client: pg.PoolClient): void {
  client.release(true);
}

export function isAlive(client: pg.PoolClient): Promise<boolean> {
  return client.query("SELECT 1").then(
    () => true,
    () => false,
  );
}

export async function tryLock(client: pg.PoolClient, name: string): Promise<boolean> {
  const [row] = await poolSql(client).rows<{ mine: boolean }>(
    "SELECT pg_try_advisory_lock(hashtextextended('gwanje:job:' || $1, 0)) AS mine",
    [name],
  );
  return row?.mine === true;
}

/** What a process knows of one of its jobs since it last wrote. Times are ages in ms: processes have clocks of their own. */
export type JobNews = {
  name: string;
  /** Empty for a job that one process at a time runs, so that its row goes on from process to process. */
  place: string;
  process: string;
  everyMs: number | null;
  cron: string | null;
  timeZone: string | null;
  startedAgo: number | null;
  endedAgo: number | null;
  tookMs: number | null;
  outcome: "succeeded" | "failed" | "stuck" | null;
  error: string | null;
  /** Runs that ended since then, and how many of them failed. */
  runs: number;
  failed: number;
  failuresInRow: number;
  nextIn: number | null;
};

export async function writeNews(sql: Sql, news: readonly JobNews[]): Promise<void> {
  await sql.hot(
    `INSERT INTO job (name, place, process, every_ms, cron, time_zone, last_started_at, last_ended_at, took_ms, outcome,
       error, runs, failed_runs, failures_in_row, next_at, seen_at)
     SELECT name, place, process, "everyMs", cron, "timeZone", now() - "startedAgo" * interval '1 millisecond',
       now() - "endedAgo" * interval '1 millisecond', "tookMs", outcome, error, runs, failed, "failuresInRow",
       now() + "nextIn" * interval '1 millisecond', now()
     FROM jsonb_to_recordset($1::jsonb) AS n(name text, place text, process text, "everyMs" bigint, cron text,
       "timeZone" text, "startedAgo" float8, "endedAgo" float8, "tookMs" bigint, outcome text, error text, runs bigint,
       failed bigint, "failuresInRow" int, "nextIn" float8)
     ON CONFLICT (name, place) DO UPDATE SET process = excluded.process, every_ms = excluded.every_ms,
       cron = excluded.cron, time_zone = excluded.time_zone,
       last_started_at = coalesce(excluded.last_started_at, job.last_started_at),
       last_ended_at = coalesce(excluded.last_ended_at, job.last_ended_at),
       took_ms = coalesce(excluded.took_ms, job.took_ms), outcome = coalesce(excluded.outcome, job.outcome),
       error = CASE WHEN excluded.outcome IS NULL THEN job.error ELSE excluded.error END,
       runs = job.runs + excluded.runs, failed_runs = job.failed_runs + excluded.failed_runs,
       failures_in_row = CASE WHEN excluded.outcome IS NULL THEN job.failures_in_row ELSE excluded.failures_in_row END,
       next_at = coalesce(excluded.next_at, job.next_at), seen_at = now()`,
    [JSON.stringify(news)],
  );
}

/** In ms, below zero when the time has passed; null when there is no row, or nothing is due by it. */
export async function restOf(sql: Sql, name: string, place: string): Promise<number | null> {
  const [row] = await sql.rows<{ rest: number | null }>(
    `SELECT (extract(epoch FROM next_at - now()) * 1000)::float8 AS rest FROM job WHERE name = $1 AND place = $2`,
    [name, place],
  );
  return row?.rest ?? null;
}

/** Jobs of a release that is gone, and of processes that are. */
export async function forgetUnseen(sql: Sql, days: number): Promise<void> {
  await sql.rows("DELETE FROM job WHERE seen_at < now() - $1::int * interval '1 day'", [days]);
}

/** Asks the processes that have the job now; returns how many those are. */
export async function requestRun(sql: Sql, name: string, liveMs: number): Promise<number> {
  const rows = await sql.rows(
    `UPDATE job SET requested_at = now() WHERE name = $1 AND seen_at > now() - $2::int * interval '1 millisecond'
     RETURNING 1 AS one`,
    [name, liveMs],
  );
  return rows.length;
}

/** Which jobs of a process people have asked for since it last looked. */
export async function takeRequests(sql: Sql, process: string): Promise<string[]> {
  const rows = await sql.hot<{ name: string }>(
    "UPDATE job SET requested_at = NULL WHERE process = $1 AND requested_at IS NOT NULL RETURNING name",
    [process],
  );
  return rows.map(({ name }) => name);
}

export type JobRow = {
  name: string;
  process: string;
  everyMs: number | null;
  cron: string | null;
  timeZone: string | null;
  lastStartedAt: Date | null;
  lastEndedAt: Date | null;
  tookMs: number | null;
  outcome: "succeeded" | "failed" | "stuck" | null;
  error: string | null;
  runs: number;
  failedRuns: number;
  failuresInRow: number;
  nextAt: Date | null;
  seenAt: Date;
  isLive: boolean;
};

/** A row of a process that has been silent for `liveMs` is left out while another process has the job. */
export async function jobRows(sql: Sql, liveMs: number): Promise<JobRow[]> {
  return sql.rows<JobRow>(
    `SELECT name, process, every_ms::float8 AS "everyMs", cron, time_zone AS "timeZone",
       last_started_at AS "lastStartedAt", last_ended_at AS "lastEndedAt", took_ms::float8 AS "tookMs", outcome, error,
       runs::float8 AS runs, failed_runs::float8 AS "failedRuns", failures_in_row AS "failuresInRow",
       next_at AS "nextAt", seen_at AS "seenAt", is_live AS "isLive"
     FROM (
       SELECT *, bool_or(is_live) OVER (PARTITION BY name) AS any_live, max(seen_at) OVER (PARTITION BY name) AS newest
       FROM (SELECT *, seen_at > now() - $1::int * interval '1 millisecond' AS is_live FROM job) judged
     ) known WHERE CASE WHEN any_live THEN is_live ELSE seen_at = newest END
     ORDER BY name, process`,
    [liveMs],
  );
}
