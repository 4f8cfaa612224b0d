import type { OnlineViewRow } from "../repository/online-views";
import type { OnlineViewState } from "./schema";

export function onlineView(row: OnlineViewRow, now: Date): OnlineViewState {
  const { materializedUntil: until, repairId, repairState } = row;
  return {
    view: row.name,
    source: row.source,
    rows: row.rows,
    counted_at: row.countedAt?.toISOString() ?? null,
    materialized_until: until?.toISOString() ?? null,
    freshness_seconds: until ? freshness(until, now) : null,
    lost_at: row.lostAt?.toISOString() ?? null,
    lost_rows: row.lostRows,
    not_restored: notRestored(row),
    is_waiting: row.isWanted && row.source !== null,
    repair:
      repairId !== null && repairState !== null
        ? { id: repairId, state: repairState, rows: row.repairRows, error: row.repairError }
        : null,
  };
}

function freshness(until: Date, now: Date): number {
  return Math.max(0, (now.getTime() - until.getTime()) / 1_000);
}

/** What was pushed is in no file. */
function notRestored({ source, pushSource }: OnlineViewRow): OnlineViewState["not_restored"] {
  if (source === null) return "everything";
  return pushSource === null ? "nothing" : "pushes";
}
