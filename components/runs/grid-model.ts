import type { GridView, RunError } from "@/lib/runs/schema";

export type GridCell = { row: number; column: number };
/** The column of the tasks' names. */
export const NAMES = -1;

/** The cell to which a key moves the focus; null for other keys. */
export function moveInGrid(at: GridCell, key: string, rows: number, columns: number): GridCell | null {
  const clamp = (value: number, least: number, size: number) =>
    Math.min(Math.max(value, least), Math.max(size - 1, 0));
  const to = (row: number, column: number) => {
    const inside = clamp(row, 0, rows);
    // Before the first column are the names of the tasks; the row of runs has none.
    return { row: inside, column: clamp(column, inside === 0 ? 0 : NAMES, columns) };
  };
  switch (key) {
    case "ArrowUp":
      return to(at.row - 1, at.column);
    case "ArrowDown":
      return to(at.row + 1, at.column);
    case "ArrowLeft":
      return to(at.row, at.column - 1);
    case "ArrowRight":
      return to(at.row, at.column + 1);
    case "Home":
      return to(at.row, 0);
    case "End":
      return to(at.row, columns - 1);
    case "PageUp":
      return to(at.row - 10, at.column);
    case "PageDown":
      return to(at.row + 10, at.column);
    default:
      return null;
  }
}

export type Timed = { started_at: string | null; finished_at: string | null };
export type Bar = { left: number; width: number };

/** Bars in percent of the whole span, one for each try; wide enough to see. */
export function barsOf(
  tasks: readonly (readonly Timed[])[],
  now: number,
): { bars: (Bar | null)[][]; spanMs: number } {
  const spans = tasks.map((tries) =>
    tries.map(({ started_at, finished_at }) =>
      started_at ? { from: Date.parse(started_at), to: finished_at ? Date.parse(finished_at) : now } : null,
    ),
  );
  const known = spans.flat().filter((span) => span !== null);
  const start = known.reduce((least, span) => Math.min(least, span.from), Number.POSITIVE_INFINITY);
  const end = known.reduce((most, span) => Math.max(most, span.to), Number.NEGATIVE_INFINITY);
  const spanMs = known.length > 0 ? Math.max(end - start, 1) : 0;
  const barOf = (span: { from: number; to: number } | null) => {
    if (!span) return null;
    const width = Math.max((Math.max(span.to - span.from, 0) / spanMs) * 100, 0.5);
    return { left: Math.min(((span.from - start) / spanMs) * 100, 100 - width), width };
  };
  return { bars: spans.map((tries) => tries.map(barOf)), spanMs };
}

export type CellView = {
  /** Null for the run itself. */
  task: string | null;
  run: GridView["runs"][number];
  state: string;
  tries: number;
  durationMs: number | null;
  /** Null when it did not fail, or too many others did. */
  error: RunError | null;
};

/** The content of a cell; null where a run lacks the task. Row 0 has the runs. */
export function cellAt(grid: GridView, row: number, column: number): CellView | null {
  const run = grid.runs[column];
  if (!run) return null;
  if (row === 0) {
    const { started_at: start, finished_at: end } = run;
    const durationMs = start && end ? Date.parse(end) - Date.parse(start) + run.ran_before_ms : null;
    return { task: null, run, state: run.state, tries: 0, durationMs, error: null };
  }
  const [id, state, tries, durationMs] = grid.cells[column]?.[row - 1] ?? [];
  const task = grid.task_ids[row - 1];
  if (id === undefined || state === undefined || tries === undefined || task === undefined) return null;
  return { task, run, state, tries, durationMs: durationMs ?? null, error: grid.errors[id] ?? null };
}

/** The grid with the tasks whose name has this text, in any case. */
export function withTasks(grid: GridView, text: string): GridView {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return grid;
  const kept = grid.task_ids.flatMap((name, at) => (name.toLowerCase().includes(wanted) ? [at] : []));
  return {
    ...grid,
    task_ids: kept.flatMap((at) => grid.task_ids[at] ?? []),
    cells: grid.cells.map((line) => kept.map((at) => line[at] ?? null)),
  };
}

/** The next column after this one whose run is in the state, from the newest to the oldest and around; null without any. */
export function nextInState(runs: readonly { state: string }[], state: string, after: number): number | null {
  const found = runs.flatMap((run, column) => (run.state === state ? [column] : []));
  return found.find((column) => column > after) ?? found[0] ?? null;
}

/** Position and content of a cell's tip. */
export function tipOf(cell: CellView, box: { left: number; top: number; height: number }) {
  return { ...cell, x: box.left, y: box.top, height: box.height };
}
