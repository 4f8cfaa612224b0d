"use client";
import { parseAsString, useQueryStates } from "nuqs";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import {
  DEFAULT_RANGE,
  type Instants,
  type RangeText,
  rangeOrDefault,
  resolveRange,
} from "@/lib/client/time-range";

/** Number of components that use the range; the picker is shown only if there are any. */
let users = 0;
const watchers = new Set<() => void>();

function use(delta: number): void {
  users += delta;
  for (const watcher of watchers) watcher();
}

export function useRangeInUse(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => users > 0,
    () => false,
  );
}

export type TimeRange = RangeText & {
  set: (range: RangeText) => void;
  /** The window at `now`; take `now` once per query, and keep `from` and `to` as the query key. */
  resolve: (now: Date) => Instants;
};

/** The global time range. A component that calls this must obey it. */
export function useTimeRange(): TimeRange {
  useEffect(() => {
    use(1);
    return () => use(-1);
  }, []);
  return useRangeParams();
}

export function useRangeParams(): TimeRange {
  const [params, setParams] = useQueryStates({ from: parseAsString, to: parseAsString }, { history: "push" });
  return useMemo(() => {
    const now = new Date();
    const range = rangeOrDefault(params.from, params.to, now);
    return {
      ...range,
      set: (next) =>
        void setParams(
          next.from === DEFAULT_RANGE.from && next.to === DEFAULT_RANGE.to ? { from: null, to: null } : next,
        ),
      resolve: (at) => resolveRange(range, at) ?? { start: new Date(at.getTime() - 86_400_000), end: at },
    };
  }, [params, setParams]);
}
