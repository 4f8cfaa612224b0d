-- CreateTable
CREATE TABLE "registered_model" (
    "model_id" BIGSERIAL NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "description" TEXT,
    "last_version" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "registered_model_pkey" PRIMARY KEY ("model_id")
);

-- CreateTable
CREATE TABLE "registered_model_tag" (
    "model_id" BIGINT NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "registered_model_tag_pkey" PRIMARY KEY ("model_id","key")
);

-- CreateTable
CREATE TABLE "model_version" (
    "model_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "stage" TEXT NOT NULL DEFAULT 'None',
    "source" TEXT COLLATE "C" NOT NULL,
    "storage_location" TEXT NOT NULL,
    "run_id" UUID,
    "run_link" TEXT NOT NULL DEFAULT '',
    "description" TEXT,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("model_id","version")
);

-- CreateTable
CREATE TABLE "model_version_tag" (
    "model_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "model_version_tag_pkey" PRIMARY KEY ("model_id","version","key")
);

-- CreateTable
CREATE TABLE "model_alias" (
    "model_id" BIGINT NOT NULL,
    "alias" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "model_alias_pkey" PRIMARY KEY ("model_id","alias")
);

-- CreateIndex
CREATE UNIQUE INDEX "registered_model_name_key" ON "registered_model"("name");

-- CreateIndex
CREATE INDEX "model_version_run_id_idx" ON "model_version"("run_id");

-- CreateIndex
CREATE INDEX "model_alias_model_id_version_idx" ON "model_alias"("model_id", "version");

-- AddForeignKey
ALTER TABLE "registered_model_tag" ADD CONSTRAINT "registered_model_tag_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_model"("model_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_model"("model_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version_tag" ADD CONSTRAINT "model_version_tag_model_id_version_fkey" FOREIGN KEY ("model_id", "version") REFERENCES "model_version"("model_id", "version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_alias" ADD CONSTRAINT "model_alias_model_id_version_fkey" FOREIGN KEY ("model_id", "version") REFERENCES "model_version"("model_id", "version") ON DELETE CASCADE ON UPDATE CASCADE;
