-- Rows of the audit log go to the log search, from now on.
CREATE TABLE "audit_to_index" (
    "id" TEXT NOT NULL,

    CONSTRAINT "audit_to_index_pkey" PRIMARY KEY ("id")
);
