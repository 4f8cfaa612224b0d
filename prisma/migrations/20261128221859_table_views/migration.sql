-- CreateTable
CREATE TABLE "experiment_table_view" (
    "view_id" TEXT NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "state" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "experiment_table_view_pkey" PRIMARY KEY ("view_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "experiment_table_view_experiment_id_owner_id_name_key" ON "experiment_table_view"("experiment_id", "owner_id", "name");

-- AddForeignKey
ALTER TABLE "experiment_table_view" ADD CONSTRAINT "experiment_table_view_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;
