import { cursorText, decodeCursor, encodeCursor } from "@/lib/platform/pagination";
import type { AxisFrom, AxisPage, PlacedRun } from "./repository/axis-page";
import { TIME } from "./repository/run-pages";

/** Cursors to the runs before and after the first `kept` of a page. */
export function cursorsOf({ runs, hasOlder, hasNewer }: AxisPage, kept: number) {
  const at = (way: AxisFrom["way"], run: PlacedRun | undefined) =>
    run === undefined ? null : encodeCursor([way, run.key, run.id]);
  return {
    older: hasOlder || runs.length > kept ? at("older", runs.slice(0, kept).at(-1)) : null,
    newer: hasNewer ? at("newer", runs[0]) : null,
  };
}

export function fromCursor(cursor: string | undefined): AxisFrom | null {
  if (cursor === undefined) return null;
  const [way, key, id] = decodeCursor(cursor);
  const known = cursorText(way, /^(?:older|newer)$/);
  return {
    way: known === "newer" ? "newer" : "older",
    key: cursorText(key, TIME),
    id: cursorText(id, /^[\w-]{1,100}$/),
  };
}
