-- CreateTable
CREATE TABLE "feature_audit" (
    "id" TEXT NOT NULL,
    "view_id" BIGINT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "entities" BIGINT NOT NULL,
    "sampled" INTEGER NOT NULL,
    "newer" INTEGER NOT NULL,
    "features" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "feature_audit_view_id_created_at_idx" ON "feature_audit"("view_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "feature_audit" ADD CONSTRAINT "feature_audit_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "feature_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;
