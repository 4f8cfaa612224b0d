CREATE TABLE "log_hour" (
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "service" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "log_hour_pkey" PRIMARY KEY ("hour","service","level")
);

INSERT INTO "log_hour" ("hour", "service", "level", "count")
SELECT date_bin('1 hour', "minute", 'epoch'::timestamptz), "service", "level", sum("count")
FROM "log_minute" GROUP BY 1, 2, 3;

-- Neighbours beyond ASCII: what an index finds parts of Korean messages by. Dear, so that it is looked at last where there is no index.
CREATE FUNCTION "obs"."character_pairs"("message" TEXT) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
  SELECT array_agg(DISTINCT one || two)
  FROM regexp_replace(message, '[\x01-\x7f]+', ' ', 'g') AS kept,
    unnest(string_to_array(kept, NULL), string_to_array(substr(kept, 2), NULL)) AS pair(one, two)
  WHERE one <> ' ' AND two <> ' '
$$;

-- Days that are over get their new indexes by the next run of the job.
UPDATE "log_partition" SET "sealed_at" = NULL WHERE "sealed_at" IS NOT NULL;
