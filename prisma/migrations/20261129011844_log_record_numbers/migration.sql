-- Small ranges, so that a look reads few rows; each is summed up as soon as it is full, without waiting for a vacuum.
CREATE INDEX "log_record_id_idx" ON "log_record" USING BRIN ("id") WITH (pages_per_range = 32, autosummarize = on);
