import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { parseQuery } from "./query/parse";
import type { Query } from "./query/tree";
import { LogContextQuery, LogRecordRef } from "./schema";
import { sameSource, sourceOf } from "./source-of";
import { logStoreOf } from "./stores";
import { viewOf } from "./view";

const DAY_MS = 86_400_000;
/** As far as a search goes. */
const MOST_MS = 31 * DAY_MS;

/** What the same source said before and after a record, by time and number. Two records of one microsecond stand as they were taken in. */
export const readLogContext = read(
  "logs:read",
  LogContextQuery.extend(LogRecordRef.shape),
  async (ctx, { time, id, before, after, q }) => {
    const store = logStoreOf(ctx);
    const place = { time, id };
    const record = await store.find(place);
    if (!record) throw new NotFoundError("log record", id);
    const source = sourceOf(record);
    const query = both(sameSource(source), parseQuery(q));
    const at = Date.parse(time);
    const [older, newer] = await Promise.all([
      before === 0
        ? { records: [], complete: true }
        : store.search({
            range: { from: new Date(at - MOST_MS).toISOString(), to: new Date(at + 1).toISOString() },
            query,
            before: place,
            limit: before + 1,
          }),
      after === 0
        ? { records: [], complete: true }
        : store.following({
            range: { from: new Date(at).toISOString(), to: new Date(at + MOST_MS).toISOString() },
            query,
            after: place,
            limit: after + 1,
          }),
    ]);
    return {
      source,
      before: older.records.slice(0, before).reverse().map(viewOf),
      record: viewOf(record),
      after: newer.records.slice(0, after).map(viewOf),
      more_before: older.records.length > before,
      more_after: newer.records.length > after,
      complete: older.complete && newer.complete,
    };
  },
);

function both(one: Query, other: Query | null): Query {
  return other ? { kind: "and", parts: [one, other] } : one;
}
