-- CreateTable
CREATE TABLE "feature_online_store" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "generation" TEXT,
    "since" TIMESTAMPTZ(3),
    "lost_at" TIMESTAMPTZ(3),

    CONSTRAINT "feature_online_store_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feature_online_view" (
    "view_id" BIGINT NOT NULL,
    "rows" BIGINT,
    "counted_at" TIMESTAMPTZ(3),
    "lost_at" TIMESTAMPTZ(3),
    "lost_rows" BIGINT,
    "is_wanted" BOOLEAN NOT NULL DEFAULT false,
    "repair_id" TEXT,

    CONSTRAINT "feature_online_view_pkey" PRIMARY KEY ("view_id")
);

-- AddForeignKey
ALTER TABLE "feature_online_view" ADD CONSTRAINT "feature_online_view_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "feature_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "feature_online_store" ("id") VALUES (1);
