"use client";
import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useTimeRange } from "@/components/time/range";
import type { LogSearchState, LogSearchView } from "@/lib/log-records/schema";
import type { RecordRef, Search } from "./queries";
import { wholeSearch } from "./search-text";

/** Columns beside the time, until others are chosen. */
const FIRST_COLUMNS: readonly string[] = ["level", "service", "message"];

/** What the page of log records shows: a search, pills, columns and the open record, all in the URL; the range is the console's. */
export function useLogsView() {
  const range = useTimeRange();
  const [asOf, setAsOf] = useState(() => new Date());
  const [url, setUrl] = useQueryStates(
    {
      q: parseAsString.withDefault(""),
      pills: parseAsArrayOf(parseAsString).withDefault([]),
      cols: parseAsArrayOf(parseAsString).withDefault([...FIRST_COLUMNS]),
      view: parseAsString,
    },
    { history: "push" },
  );
  const [opened, setOpened] = useQueryStates({ record: parseAsString }, { history: "replace" });
  const q = wholeSearch(url.q, url.pills);
  const { from, to, resolve } = range;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another range is one of the present again, and so is a search anew
  const search = useMemo<Search>(() => {
    const { start, end } = resolve(new Date());
    return { q, from: start.toISOString(), to: end.toISOString() };
  }, [q, from, to, asOf]);
  const state: LogSearchState = { q: url.q, pills: url.pills, cols: url.cols, from, to };
  return {
    search,
    typed: url.q,
    pills: url.pills,
    columns: url.cols,
    savedId: url.view,
    range,
    record: refOf(opened.record),
    state,
    /** A saved search, with its range where it has one. */
    show: ({ id, state: { q: typed, pills, cols, ...saved } }: LogSearchView) => {
      void setUrl({ q: typed, pills, cols, view: id });
      if (saved.from !== null && saved.to !== null) range.set({ from: saved.from, to: saved.to });
    },
    /** The address of what is shown, with the instants that "the last hour" is now. */
    fixedAddress: () => {
      const address = new URL(window.location.href);
      address.searchParams.set("from", search.from);
      address.searchParams.set("to", search.to);
      return address.href;
    },
    change: (next: Partial<Pick<typeof url, "q" | "pills" | "cols" | "view">>) => void setUrl(next),
    addPill: (pill: string) => {
      if (!url.pills.includes(pill)) void setUrl({ pills: [...url.pills, pill] });
    },
    toggleColumn: (name: string) =>
      void setUrl({
        cols: url.cols.includes(name) ? url.cols.filter((one) => one !== name) : withColumn(url.cols, name),
      }),
    open: (record: RecordRef | null) =>
      void setOpened({ record: record ? `${record.time}~${record.id}` : null }),
    /** The same search, up to now. */
    again: () => setAsOf(new Date()),
  };
}
export type LogsView = ReturnType<typeof useLogsView>;

/** A new column stands before the message, which takes the width that is left. */
function withColumn(columns: readonly string[], name: string): string[] {
  const at = columns.indexOf("message");
  return at < 0 ? [...columns, name] : [...columns.slice(0, at), name, ...columns.slice(at)];
}

function refOf(text: string | null): RecordRef | null {
  const [time, id] = text?.split("~") ?? [];
  return time && id ? { time, id } : null;
}
