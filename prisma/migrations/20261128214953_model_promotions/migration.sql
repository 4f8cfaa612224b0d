-- CreateTable
CREATE TABLE "model_policy" (
    "model_id" BIGINT NOT NULL,
    "alias" TEXT COLLATE "C" NOT NULL,
    "expression" TEXT NOT NULL,
    "approver_role" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_policy_pkey" PRIMARY KEY ("model_id","alias")
);

-- CreateTable
CREATE TABLE "model_promotion" (
    "id" TEXT COLLATE "C" NOT NULL,
    "model_id" BIGINT NOT NULL,
    "alias" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "from_version" INTEGER,
    "expression" TEXT,
    "approver_role" TEXT,
    "verdict" JSONB,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "requested_by" TEXT NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" TEXT,
    "decided_by_name" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "model_promotion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_alias_change" (
    "change_id" BIGSERIAL NOT NULL,
    "model_id" BIGINT NOT NULL,
    "alias" TEXT COLLATE "C" NOT NULL,
    "from_version" INTEGER,
    "to_version" INTEGER,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "promotion_id" TEXT,
    "changed_by" TEXT,
    "changed_by_name" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_alias_change_pkey" PRIMARY KEY ("change_id")
);

-- CreateIndex
CREATE INDEX "model_promotion_model_id_id_idx" ON "model_promotion"("model_id", "id" DESC);

-- CreateIndex
CREATE INDEX "model_alias_change_model_id_alias_change_id_idx" ON "model_alias_change"("model_id", "alias", "change_id" DESC);

-- AddForeignKey
ALTER TABLE "model_policy" ADD CONSTRAINT "model_policy_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_model"("model_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_promotion" ADD CONSTRAINT "model_promotion_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_model"("model_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_alias_change" ADD CONSTRAINT "model_alias_change_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_model"("model_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A version waits once for an alias.
CREATE UNIQUE INDEX "model_promotion_waiting_key" ON "model_promotion"("model_id", "alias", "version") WHERE "state" = 'waiting';

-- What aliases stand for already: since when, and by whom, is not known.
INSERT INTO "model_alias_change" ("model_id", "alias", "to_version", "kind")
SELECT "model_id", "alias", "version", 'set' FROM "model_alias" ORDER BY "model_id", "alias";
