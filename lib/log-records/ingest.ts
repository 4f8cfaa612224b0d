import * as z from "zod";
import { ingest } from "@/lib/verbs";
import type { LogRecord } from "./record";
import { letWait } from "./repository/waiting";
import { rememberBatches } from "./repository/write";
import { logStoreOf } from "./stores";

/** What one request brought. `digest`: of its bytes, by which a replay is known. */
type LogRecords = { records: readonly LogRecord[]; digest: Buffer };

/** The guarantee: recordOf made each record, in this process; there is nothing to check a second time. */
const Records = z.custom<LogRecords>();

const BATCH = { maxRows: 5_000, maxWaitMs: 5 };
const QUEUE = { maxRows: 50_000 };
/** Longer than a log store of its own may take to write. */
const WAIT_MS = 120_000;

/**
 * Records of one request, all or none; it returns when they are in the log store. The same bytes from the same sender within the
 * hour are a replay and write nothing.
 */
export const writeLogRecords = ingest("logs:write", Records, {
  rowsIn: ({ records }) => Math.max(1, records.length),
  batch: BATCH,
  queue: QUEUE,
  async work({ sql, calls }) {
    const batches = calls.map(({ ctx, input }) => ({ source: ctx.actor.id, ...input }));
    const fresh = await rememberBatches(sql, batches);
    const [first] = calls;
    const written = batches.filter(({ records }, at) => fresh.has(at) && records.length > 0);
    if (!first || written.length === 0) return;
    if (first.ctx.logStoreUrl !== undefined) await letWait(sql, WAIT_MS);
    await logStoreOf(first.ctx).write(sql, written);
  },
});
