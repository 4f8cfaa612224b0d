-- A metric is found by its run and its key. Each point logged wrote this index too.
ALTER TABLE "run_metric" DROP CONSTRAINT "run_metric_pkey";
ALTER TABLE "run_metric" ADD CONSTRAINT "run_metric_pkey" PRIMARY KEY USING INDEX "run_metric_run_id_key_key";

-- AlterTable
ALTER TABLE "run_metric" ADD COLUMN     "in_step_order" BOOLEAN NOT NULL DEFAULT false;

-- What was logged before.
UPDATE "run_metric" m
SET "in_step_order" = true
FROM (
  SELECT "metric_id", bool_and("step" >= before) AS ordered
  FROM (
    SELECT "metric_id", "step", lag("step", 1, "step") OVER (PARTITION BY "metric_id" ORDER BY "timestamp", "step") AS before
    FROM "run_metric_point") p
  GROUP BY "metric_id") p
WHERE p."metric_id" = m."metric_id" AND p.ordered;
