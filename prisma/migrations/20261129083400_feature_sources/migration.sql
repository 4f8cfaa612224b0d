-- AlterTable
ALTER TABLE "feature_view" ADD COLUMN     "source" TEXT;

-- CreateTable
CREATE TABLE "feature_source" (
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "timestamp_field" TEXT NOT NULL,
    "created_field" TEXT,
    "field_mapping" JSONB NOT NULL DEFAULT '{}',
    "description" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_source_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "feature_materialization" (
    "id" TEXT NOT NULL,
    "view_id" BIGINT NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT,
    "rows" BIGINT,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "feature_materialization_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "feature_materialization_view_id_created_at_idx" ON "feature_materialization"("view_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "feature_view" ADD CONSTRAINT "feature_view_source_fkey" FOREIGN KEY ("source") REFERENCES "feature_source"("name") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feature_materialization" ADD CONSTRAINT "feature_materialization_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "feature_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
