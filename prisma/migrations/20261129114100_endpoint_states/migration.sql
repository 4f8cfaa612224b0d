-- What an endpoint has answered with until now is a state of one variant, under the same number.
-- AlterTable
ALTER TABLE "endpoint" RENAME COLUMN "live_variant" TO "live_state";
ALTER TABLE "endpoint" RENAME COLUMN "previous_variant" TO "previous_state";

-- AlterTable
ALTER TABLE "endpoint_variant" ADD COLUMN "name" TEXT NOT NULL DEFAULT 'main';
ALTER TABLE "endpoint_variant" ALTER COLUMN "name" DROP DEFAULT;

-- CreateTable
CREATE TABLE "endpoint_state" (
    "endpoint_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "slots" INTEGER[],
    "sticky_by" TEXT,
    "sticky_name" TEXT,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_state_pkey" PRIMARY KEY ("endpoint_id","number")
);

-- AddForeignKey
ALTER TABLE "endpoint_state" ADD CONSTRAINT "endpoint_state_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "endpoint_state" ("endpoint_id", "number", "slots", "created_by", "created_at")
SELECT "endpoint_id", "number", array_fill("number", ARRAY[100]), "created_by", "created_at" FROM "endpoint_variant";
