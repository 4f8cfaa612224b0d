-- AlterTable
ALTER TABLE "run_metric" ADD COLUMN     "first_step" BIGINT,
ADD COLUMN     "first_timestamp" BIGINT,
ADD COLUMN     "first_value" DOUBLE PRECISION,
ADD COLUMN     "max_value" DOUBLE PRECISION,
ADD COLUMN     "min_value" DOUBLE PRECISION;

-- What was logged before: of each metric the first point, and the least and the greatest value.
UPDATE "run_metric" m
SET "min_value" = p.low, "max_value" = p.high
FROM (
  SELECT "metric_id", min("value") FILTER (WHERE "value" <> 'NaN') AS low, max("value") FILTER (WHERE "value" <> 'NaN') AS high
  FROM "run_metric_point" GROUP BY "metric_id") p
WHERE p."metric_id" = m."metric_id";

UPDATE "run_metric" m
SET "first_value" = p."value", "first_step" = p."step", "first_timestamp" = p."timestamp"
FROM (
  SELECT DISTINCT ON ("metric_id") * FROM "run_metric_point"
  ORDER BY "metric_id", "step", "timestamp", COALESCE(NULLIF("value", 'NaN'), 0)) p
WHERE p."metric_id" = m."metric_id";
