-- AlterTable
ALTER TABLE "task_instance" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'bash',
ADD COLUMN     "upstream" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "upstream_failed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "upstream_skipped" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "task_instance_run_id_state_idx" ON "task_instance"("run_id", "state");

-- Runs that are on their way keep going: what their tasks are, and what has ended above them.
UPDATE "task_instance" t SET
  "kind" = coalesce(jsonb_path_query_first(v."spec", '$.tasks[*] ? (@.task_id == $id).kind',
    jsonb_build_object('id', t."task_id")) #>> '{}', 'bash'),
  "upstream" = above."ids", "upstream_failed" = above."failed", "upstream_skipped" = above."skipped"
FROM "dag_run" r
  JOIN "dag_version" v ON v."id" = r."dag_version_id"
  JOIN "task_instance" me ON me."run_id" = r."id"
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(u."task_id"), '{}') AS "ids",
      count(*) FILTER (WHERE u."state" IN ('failed', 'upstream_failed', 'cancelled'))::int AS "failed",
      count(*) FILTER (WHERE u."state" = 'skipped')::int AS "skipped"
    FROM "task_instance" u WHERE u."run_id" = me."run_id" AND me."task_id" = ANY(u."downstream")
  ) above
WHERE t."id" = me."id";
