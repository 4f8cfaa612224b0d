-- CreateTable
CREATE TABLE "feature_entity" (
    "name" TEXT NOT NULL,
    "join_key" TEXT NOT NULL,
    "value_type" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_entity_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "feature_view" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "schema_version" INTEGER NOT NULL DEFAULT 0,
    "ttl_seconds" INTEGER NOT NULL,
    "push_source" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feature_view_version" (
    "view_id" BIGINT NOT NULL,
    "schema_version" INTEGER NOT NULL,
    "entities" TEXT[],
    "fields" JSONB NOT NULL,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_view_version_pkey" PRIMARY KEY ("view_id","schema_version")
);

-- CreateTable
CREATE TABLE "feature_service" (
    "name" TEXT NOT NULL,
    "features" TEXT[],
    "description" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_service_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "feature_revision" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "feature_revision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "feature_view_name_key" ON "feature_view"("name");

-- CreateIndex
CREATE UNIQUE INDEX "feature_view_push_source_key" ON "feature_view"("push_source");

-- AddForeignKey
ALTER TABLE "feature_view_version" ADD CONSTRAINT "feature_view_version_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "feature_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "feature_revision" ("id", "revision") VALUES (1, 0);
