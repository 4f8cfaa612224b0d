import type { LogArrivals, LogRecordView } from "@/lib/log-records/schema";

/** A record, or so many that are not shown: more matched than a reader reads, or nobody looked at them, or none were kept meanwhile. */
export type TailItem =
  | { kind: "record"; record: LogRecordView }
  | { kind: "gap"; why: "skipped" | "passed" | "held"; count: number };

export type TailState = {
  items: readonly TailItem[];
  /** Items that were let go from the beginning, so that the rest keep their numbers. */
  gone: number;
  /** The reader looks at something above the end: nothing moves until they come back. */
  isHeld: boolean;
  /** Records that arrived since then. */
  unseen: number;
  /** Of these, how many had no room. */
  unkept: number;
};

/** Kept in the page. Above it the oldest go, or what arrives while the reader looks at them is only counted. */
const MOST_ITEMS = 5_000;

export const NO_ITEMS: TailState = { items: [], gone: 0, isHeld: false, unseen: 0, unkept: 0 };

/** A record that is there already came with the first ones. */
export function arrive(state: TailState, arrived: LogArrivals, most = MOST_ITEMS): TailState {
  const known = new Set(
    state.items.slice(-most).map((item) => (item.kind === "record" ? item.record.id : "")),
  );
  const records = arrived.data.filter(({ id }) => !known.has(id));
  const count = records.length + arrived.skipped + arrived.passed;
  const unseen = state.isHeld ? state.unseen + count : 0;
  if (state.isHeld && state.items.length + records.length > most)
    return { ...state, unseen, unkept: state.unkept + count };
  const items: TailItem[] = [
    ...state.items,
    ...gapOf("passed", arrived.passed),
    ...gapOf("skipped", arrived.skipped),
    ...records.map((record): TailItem => ({ kind: "record", record })),
  ];
  return trimmed({ ...state, items, unseen }, most);
}

export function hold(state: TailState): TailState {
  return state.isHeld ? state : { ...state, isHeld: true, unseen: 0, unkept: 0 };
}

export function release(state: TailState, most = MOST_ITEMS): TailState {
  if (!state.isHeld) return state;
  const items = [...state.items, ...gapOf("held", state.unkept)];
  return trimmed({ ...state, items, isHeld: false, unseen: 0, unkept: 0 }, most);
}

function gapOf(why: "skipped" | "passed" | "held", count: number): TailItem[] {
  return count > 0 ? [{ kind: "gap", why, count }] : [];
}

function trimmed(state: TailState, most: number): TailState {
  const over = state.items.length - most;
  if (state.isHeld || over <= 0) return state;
  return { ...state, items: state.items.slice(over), gone: state.gone + over };
}
