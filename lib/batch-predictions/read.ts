import type { Readable } from "node:stream";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { read } from "@/lib/verbs";
import { there } from "./found";
import { splitRecords } from "./input/split-records";
import { fileKey, partKey } from "./keys";
import { findBatch, listBatches } from "./repository/batches";
import { partsWithErrors } from "./repository/parts";
import { cellsOf } from "./rows/cells";
import { BatchFileRef, BatchQuery, BatchRef, type ErrorSample } from "./schema";
import { LIMITS } from "./values";
import { viewOf } from "./view";

/** The newest first. */
export const listBatchPredictions = read(
  "endpoints:read",
  BatchQuery,
  async (ctx, { state, endpoint, cursor, limit }) => {
    const [before = null] = cursor ? decodeCursor(cursor) : [];
    const found = await listBatches(poolSql(ctx.db.pool), {
      state: state ?? null,
      endpoint: endpoint ?? null,
      before: before === null ? null : String(before),
      limit: limit + 1,
    });
    return toPage(
      found,
      limit,
      ({ id }) => [id],
      (row) => viewOf(row, ctx.storage.bucket),
    );
  },
);

export const getBatchPrediction = read("endpoints:read", BatchRef, async (ctx, { id }) =>
  viewOf(there(await findBatch(poolSql(ctx.db.pool), id), id), ctx.storage.bucket),
);

/** The first rows without an answer, also while others are still asked. */
export const readBatchErrors = read("endpoints:read", BatchRef, async (ctx, { id }): Promise<ErrorSample> => {
  const sql = poolSql(ctx.db.pool);
  const row = there(await findBatch(sql, id), id);
  const data: ErrorSample["data"] = [];
  const [first] = row.state === "succeeded" ? [] : await partsWithErrors(sql, id, 1);
  const key =
    row.state === "succeeded"
      ? fileKey(id, "errors")
      : first === undefined
        ? null
        : partKey(id, "errors", first);
  const found = key === null ? null : await ctx.storage.get(key);
  if (!found) return { data };
  try {
    for await (const record of splitRecords(found.body, true)) {
      const [number, column, type, problem] = cellsOf(record.toString("utf8"));
      // The header of the whole file is no row.
      if (number && /^\d+$/.test(number))
        data.push({ row: Number(number), column: column ?? "", type: type ?? "", problem: problem ?? "" });
      if (data.length >= LIMITS.errorSample) break;
    }
  } finally {
    found.body.destroy();
  }
  return { data };
});

export type OpenedFile = { body: Readable; sizeBytes: number; contentType: string; name: string };

/** A file of one that has succeeded. */
export const openBatchFile = read(
  "endpoints:read",
  BatchFileRef,
  async (ctx, { id, file }): Promise<OpenedFile> => {
    const row = there(await findBatch(poolSql(ctx.db.pool), id), id);
    const key = fileKey(row.id, file);
    const found = row.state === "succeeded" ? await ctx.storage.get(key) : null;
    if (!found) throw new NotFoundError("file of this batch prediction", file);
    const { body, sizeBytes, contentType } = found;
    return { body, sizeBytes, contentType, name: `${id}-${key.slice(key.lastIndexOf("/") + 1)}` };
  },
);
