import { defineJob } from "@/lib/jobs";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { removeLater } from "@/lib/platform/storage/removal";
import { batchPrefix, UPLOADS } from "./keys";
import { deleteOld } from "./repository/batches";

const KEEP_DAYS = 30;
const AT_ONCE = 500;
const UPLOAD_HOURS = 24;
const HOUR_MS = 3_600_000;

/** Batch predictions go a month after their end with all their files, uploads that nothing was made of after a day. */
export const oldBatchesJob = defineJob({
  name: "old-batch-predictions",
  cron: "15 3 * * *",
  timeZone: "UTC",
  timeoutMs: HOUR_MS,
  scope: "one at a time",
  actor: "housekeeping",
  async run({ ctx, signal }) {
    const { db, storage, clock } = ctx;
    const gone = await poolTransaction(db.pool, async (sql) => {
      const ids = await deleteOld(sql, KEEP_DAYS, AT_ONCE);
      await removeLater(
        sql,
        ids.map((id) => ({ key: batchPrefix(id), isPrefix: true })),
      );
      return ids.length;
    });
    const before = clock.now().getTime() - UPLOAD_HOURS * HOUR_MS;
    for (let cursor: string | null | undefined; cursor !== null; ) {
      signal.throwIfAborted();
      const page = await storage.list(UPLOADS, cursor ? { cursor } : {});
      const old = page.objects.filter(({ lastModified }) => lastModified.getTime() < before);
      await removeLater(
        poolSql(db.pool),
        old.map(({ key }) => ({ key, isPrefix: false })),
      );
      cursor = page.nextCursor;
    }
    return gone >= AT_ONCE ? "again" : undefined;
  },
});
