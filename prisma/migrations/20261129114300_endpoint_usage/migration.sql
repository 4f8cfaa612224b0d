-- CreateTable
CREATE TABLE "endpoint_usage" (
    "endpoint_id" BIGINT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "caller_type" TEXT NOT NULL,
    "caller_id" TEXT NOT NULL,
    "caller_name" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "latency" INTEGER[],

    CONSTRAINT "endpoint_usage_pkey" PRIMARY KEY ("endpoint_id","minute","caller_type","caller_id")
);

-- CreateIndex
CREATE INDEX "endpoint_usage_minute_idx" ON "endpoint_usage"("minute");

-- AddForeignKey
ALTER TABLE "endpoint_usage" ADD CONSTRAINT "endpoint_usage_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;
