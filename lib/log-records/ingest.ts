import * as z from "zod";
import { ingest } from "@/lib/verbs";
import type { LogRecord } from "./record";
import { dayOf, ensureDays } from "./repository/partitions";
import { insertRecords, rememberBatches } from "./repository/write";

/** What one request brought. `digest`: of its bytes, by which a replay is known. */
type LogRecords = { records: readonly LogRecord[]; digest: Buffer };

/** The guarantee: recordOf made each record, in this process; there is nothing to check a second time. */
const Records = z.custom<LogRecords>();

const BATCH = { maxRows: 5_000, maxWaitMs: 5 };
const QUEUE = { maxRows: 50_000 };

/**
 * Records of one request, all or none; it returns when they are in Postgres. The same bytes from the same sender within the
 * hour are a replay and write nothing. A record goes to the partition of its day, which is made when it is the first.
 */
export const writeLogRecords = ingest("logs:write", Records, {
  rowsIn: ({ records }) => Math.max(1, records.length),
  batch: BATCH,
  queue: QUEUE,
  async work({ sql, calls }) {
    const fresh = await rememberBatches(
      sql,
      calls.map(({ ctx, input }) => ({ source: ctx.actor.id, digest: input.digest })),
    );
    const records = calls.filter((_, at) => fresh.has(at)).flatMap(({ input }) => input.records);
    if (records.length === 0) return;
    await ensureDays(sql, [...new Set(records.map(({ us }) => dayOf(us)))]);
    await insertRecords(sql, records);
  },
});
