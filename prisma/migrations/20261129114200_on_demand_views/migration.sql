-- CreateTable
CREATE TABLE "feature_on_demand_view" (
    "name" TEXT NOT NULL,
    "schema_version" INTEGER NOT NULL DEFAULT 0,
    "inputs" JSONB NOT NULL,
    "request" JSONB NOT NULL,
    "features" JSONB NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_on_demand_view_pkey" PRIMARY KEY ("name")
);
