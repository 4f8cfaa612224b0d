-- CreateTable
CREATE TABLE "feature_profile" (
    "view_id" BIGINT NOT NULL,
    "job_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3),
    "to_at" TIMESTAMPTZ(3),
    "first_at" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3),
    "rows" BIGINT,
    "columns" JSON,
    "made_by" TEXT,
    "made_at" TIMESTAMPTZ(3),

    CONSTRAINT "feature_profile_pkey" PRIMARY KEY ("view_id")
);

-- AddForeignKey
ALTER TABLE "feature_profile" ADD CONSTRAINT "feature_profile_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "feature_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
