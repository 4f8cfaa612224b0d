-- The definition of a version as it was written. Versions of before have none, until their file is read again.
ALTER TABLE "dag_version" ADD COLUMN "source" TEXT;
