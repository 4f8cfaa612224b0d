-- AlterTable
ALTER TABLE "worker" ADD COLUMN     "stopping_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" TEXT;

-- CreateTable
CREATE TABLE "worker_sample" (
    "worker_id" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "cpu" DOUBLE PRECISION NOT NULL,
    "memory_bytes" BIGINT NOT NULL,
    "running" INTEGER NOT NULL,

    CONSTRAINT "worker_sample_pkey" PRIMARY KEY ("worker_id","minute")
);

-- AddForeignKey
ALTER TABLE "worker_sample" ADD CONSTRAINT "worker_sample_worker_id_fkey" FOREIGN KEY ("worker_id") REFERENCES "worker"("id") ON DELETE CASCADE ON UPDATE CASCADE;
