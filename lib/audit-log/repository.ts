import type { Db, Sql } from "@/lib/platform/db";

export type AuditFilter = {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  target_type?: string | undefined;
  outcome?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
};

export function listAuditRows(db: Db, filter: AuditFilter, after: string | null, take: number) {
  return db.prisma.auditLog.findMany({
    where: {
      ...(after ? { id: { lt: after } } : {}),
      ...(filter.actor
        ? {
            OR: [
              { actorId: filter.actor },
              { actorName: { contains: filter.actor, mode: "insensitive" as const } },
            ],
          }
        : {}),
      ...(filter.action ? { action: { startsWith: filter.action } } : {}),
      ...(filter.target ? { targetId: filter.target } : {}),
      ...(filter.target_type ? { targetType: filter.target_type } : {}),
      ...(filter.outcome ? { outcome: filter.outcome } : {}),
      ...(filter.since || filter.until
        ? {
            at: {
              ...(filter.since ? { gte: new Date(filter.since) } : {}),
              ...(filter.until ? { lt: new Date(filter.until) } : {}),
            },
          }
        : {}),
    },
    orderBy: { id: "desc" },
    take,
  });
}

/** Their number is what a list costs, however long the log is. */
const NEWEST = 20_000;

type ActorRow = { type: string; id: string | null; name: string };

/** What the newest rows have. A person is named as in the newest of theirs. */
export async function findValues(sql: Sql) {
  const newest = `SELECT * FROM audit_log ORDER BY at DESC, id LIMIT ${NEWEST}`;
  const [actors, actions, targets] = await Promise.all([
    sql.rows<ActorRow>(
      `SELECT type, id, name FROM (
         SELECT DISTINCT ON (actor_type, coalesce(actor_id, actor_name)) actor_type AS type, actor_id AS id, actor_name AS name
         FROM (${newest}) AS row ORDER BY actor_type, coalesce(actor_id, actor_name), at DESC) AS actor
       ORDER BY name, id`,
    ),
    sql.rows<{ value: string }>(`SELECT DISTINCT action AS value FROM (${newest}) AS row ORDER BY 1`),
    sql.rows<{ value: string }>(
      `SELECT DISTINCT target_type AS value FROM (${newest}) AS row WHERE target_type IS NOT NULL ORDER BY 1`,
    ),
  ]);
  return { actors, actions: actions.map(({ value }) => value), targets: targets.map(({ value }) => value) };
}

export type NamedRow = {
  type: string;
  id: string;
  name: string | null;
  dag_id: string | null;
  experiment_id: string | null;
  run_key: string | null;
  run_type: string | null;
  logical_date: Date | null;
  data_interval_start: Date | null;
  data_interval_end: Date | null;
  time_zone: string | null;
};

const NO_RUN = "NULL, NULL, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL";

/** Names of targets whose ids say little, and where they belong, by type and id. What is gone is not among them. */
export function findNames(sql: Sql, ids: Readonly<Record<string, readonly string[]>>): Promise<NamedRow[]> {
  const named = (type: string, name: string, from: string, key: string, at: number) =>
    `SELECT '${type}', ${key}::text, ${name}, NULL, NULL, ${NO_RUN} FROM ${from} WHERE ${key}::text = ANY($${at}::text[])`;
  return sql.rows<NamedRow>(
    `SELECT 'run' AS type, r.id, NULL AS name, r.dag_id, NULL AS experiment_id, r.run_key, r.run_type, r.logical_date,
       r.data_interval_start, r.data_interval_end, d.schedule_time_zone AS time_zone
     FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id WHERE r.id = ANY($1::text[])
     UNION ALL SELECT 'backfill', id, dag_id, dag_id, NULL, ${NO_RUN} FROM backfill WHERE id = ANY($2::text[])
     UNION ALL SELECT 'experiment_run', replace(run_id::text, '-', ''), name, NULL, experiment_id::text, ${NO_RUN}
       FROM experiment_run WHERE run_id = ANY(SELECT try::uuid FROM unnest($3::text[]) AS try WHERE try ~ '^[0-9a-f]{32}$')
     UNION ALL ${named("experiment", "name", "experiment", "experiment_id", 4)}
     UNION ALL ${named("user", "name", "user_account", "id", 5)}
     UNION ALL ${named("token", "name", "api_token", "id", 6)}
     UNION ALL ${named("service_account", "name", "service_account", "id", 7)}
     UNION ALL ${named("team", "name", "team", "id", 8)}
     UNION ALL ${named("worker", "host || ':' || pid", "worker", "id", 9)}`,
    [
      "run",
      "backfill",
      "experiment_run",
      "experiment",
      "user",
      "token",
      "service_account",
      "team",
      "worker",
    ].map((type) => ids[type] ?? []),
  );
}
