import { useCallback, useSyncExternalStore } from "react";

/** View options for logs, stored in the browser for all logs. */
export type LogView = { wrap: boolean; times: boolean; tall: boolean };
const KEY = "gwanje.log-view";
const FIRST: LogView = { wrap: true, times: false, tall: false };
const watchers = new Set<() => void>();
let known: LogView | undefined;

function current(): LogView {
  known ??= { ...FIRST, ...stored() };
  return known;
}

/** Ignores foreign text under our key. */
function stored(): Partial<LogView> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter(([key, on]) => key in FIRST && typeof on === "boolean"),
    );
  } catch {
    return {};
  }
}

function watch(listener: () => void): () => void {
  watchers.add(listener);
  return () => watchers.delete(listener);
}

export function useLogView(): [LogView, (change: Partial<LogView>) => void] {
  const view = useSyncExternalStore(watch, current, () => FIRST);
  const set = useCallback((change: Partial<LogView>) => {
    known = { ...current(), ...change };
    localStorage.setItem(KEY, JSON.stringify(known));
    for (const watcher of watchers) watcher();
  }, []);
  return [view, set];
}
