-- start_date and end_date that name a day begin when it does in the schedule's zone; they were kept as days of UTC. Where
-- that moves them, the scheduler computes the next run anew, as it does when a schedule changes.
WITH named AS (
  SELECT d.dag_id,
    CASE WHEN v.spec->>'start_date' ~ '^\d{4}-\d{2}-\d{2}$'
      THEN (v.spec->>'start_date')::timestamp AT TIME ZONE z.name ELSE d.schedule_start END AS starts,
    CASE WHEN v.spec->>'end_date' ~ '^\d{4}-\d{2}-\d{2}$'
      THEN (v.spec->>'end_date')::timestamp AT TIME ZONE z.name ELSE d.schedule_end END AS ends
  FROM "dag" d
  JOIN "dag_version" v ON v.id = d.head_version_id
  JOIN pg_timezone_names z ON lower(z.name) = lower(d.schedule_time_zone)
  WHERE v.spec->>'start_date' IS NOT NULL OR v.spec->>'end_date' IS NOT NULL
)
UPDATE "dag" d
SET schedule_start = n.starts, schedule_end = n.ends,
  next_interval_start = NULL, next_interval_end = NULL, next_run_at = NULL
FROM named n
WHERE n.dag_id = d.dag_id AND (d.schedule_start, d.schedule_end) IS DISTINCT FROM (n.starts, n.ends);
