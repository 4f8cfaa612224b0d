import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { ColumnProfile } from "@/lib/point-in-time/schema";
import { read } from "@/lib/verbs";
import { findEndpointId, findReference, type ReferenceRow } from "../repository/reference";
import { datasetSources } from "../repository/sample";
import { EndpointRef, type ReferenceView } from "../schema";
import { keptProfile, trainingSetOf } from "./kept-profile";

export type Reference = { view: ReferenceView; columns: ColumnProfile[] };

/** What was chosen for this endpoint; null where it is found by lineage, or not at all. */
export const getReference = read("predictions:read", EndpointRef, async (ctx, { endpoint }) => ({
  reference: (await chosenReference(ctx, endpoint))?.view ?? null,
}));

/** Throws NotFoundError for the endpoint. */
export async function chosenReference(ctx: Pick<Ctx, "db">, endpoint: string): Promise<Reference | null> {
  const sql = poolSql(ctx.db.pool);
  const id = await findEndpointId(sql, endpoint);
  if (id === null) throw new NotFoundError("endpoint", endpoint);
  const row = await findReference(sql, id);
  return row && referenceOf(row);
}

export function referenceOf(row: ReferenceRow): Reference {
  const columns = ColumnProfile.array().parse(row.columns ?? []);
  const hasEnded = row.jobState === null || row.jobState === "failed" || row.jobState === "cancelled";
  return {
    columns,
    view: {
      kind: row.kind,
      source: row.source,
      state: row.columns !== null ? "ready" : hasEnded ? "failed" : "counting",
      error: row.columns === null ? row.jobError : null,
      long_job_id: row.jobId,
      rows: row.rows,
      columns: columns.map(({ name }) => name),
      found_by: "choice",
      set_by: row.setBy,
      set_at: row.setAt.toISOString(),
    },
  };
}

/** The training set that the run of this version logged as a dataset. */
export async function referenceByLineage(
  ctx: Pick<Ctx, "db" | "storage">,
  { model, version }: { model: string; version: number },
): Promise<Reference | null> {
  const sources = await datasetSources(poolSql(ctx.db.pool), model, version);
  const id = trainingSetOf(sources, ctx.storage.bucket);
  const profile = id === null ? null : await keptProfile(ctx, id);
  if (id === null || !profile) return null;
  return {
    columns: profile.columns,
    view: {
      kind: "training_set",
      source: id,
      state: "ready",
      error: null,
      long_job_id: null,
      rows: profile.rows,
      columns: profile.columns.map(({ name }) => name),
      found_by: "lineage",
      set_by: null,
      set_at: null,
    },
  };
}
