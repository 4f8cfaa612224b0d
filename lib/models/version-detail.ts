import { describedModel, storedFiles } from "@/lib/experiments";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { thereVersion } from "./found";
import { readsRuns, versionRows } from "./list";
import { findLineage } from "./repository/lineage";
import { findVersion } from "./repository/versions";
import { VersionRef } from "./schema";
import type { VersionDetail } from "./view-schema";

/** One page of the bucket's list. */
const MOST_FILES = 1_000;

/** A version with what made it and what it is made of. */
export const readVersion = read("models:read", VersionRef, (ctx, { name, version }) =>
  versionDetail(ctx, name, version),
);

export async function versionDetail(ctx: Ctx, name: string, number: number): Promise<VersionDetail> {
  const sql = poolSql(ctx.db.pool);
  const version = thereVersion(await findVersion(sql, name, number), name, number);
  const { storageLocation, runId } = version;
  const [[row], lineage, described, stored] = await Promise.all([
    versionRows(ctx, [version], "all"),
    runId !== null && readsRuns(ctx) ? findLineage(sql, runId) : null,
    describedModel(ctx, storageLocation),
    storedFiles(ctx, storageLocation, MOST_FILES),
  ]);
  return {
    ...thereVersion(row ?? null, name, number),
    storage_location: storageLocation,
    params: lineage?.params ?? {},
    lineage: {
      experiment_name: lineage?.experimentName ?? null,
      run_status: lineage?.runStatus ?? null,
      source_commit: lineage?.sourceCommit ?? null,
      source_name: lineage?.sourceName ?? null,
      datasets: lineage?.datasets ?? [],
      pipeline: ctx.actor.permissions.has("runs:read") ? (lineage?.pipeline ?? null) : null,
    },
    flavors: described?.flavors ?? [],
    mlflow_version: described?.mlflow_version ?? null,
    python_version: described?.python_version ?? null,
    signature: described?.signature ?? null,
    files: { ...stored, size_bytes: stored.files.reduce((sum, { size_bytes }) => sum + size_bytes, 0) },
  };
}
