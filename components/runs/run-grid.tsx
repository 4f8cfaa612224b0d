"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { STATES, StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import type { GridView } from "@/lib/runs/schema";
import { type GridCell, moveInGrid } from "./grid-model";

const CELL = 28;
const NAME = 200;

type RunGridProps = {
  dagId: string;
  /** Newest first, as the API gives it. */
  grid: GridView;
};

export function runHref(dagId: string, runId: string, taskId?: string): string {
  const path = `/pipelines/${encodeURIComponent(dagId)}/runs/${encodeURIComponent(runId)}`;
  return taskId === undefined ? path : `${path}?task=${encodeURIComponent(taskId)}`;
}

/** Runs x tasks. Row 0 is the run itself. Both ways virtual; one cell at a time takes the focus, arrows move it. */
export function RunGrid({ dagId, grid }: RunGridProps) {
  const t = useTranslations("runs");
  const stateLabel = useStateLabel();
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState<GridCell>({ row: 0, column: 0 });
  const { runs, task_ids: names } = grid;
  const getScrollElement = () => scroller.current;
  const estimateSize = () => CELL;
  const rows = useVirtualizer({ count: names.length + 1, getScrollElement, estimateSize, overscan: 8 });
  const columns = useVirtualizer({
    horizontal: true,
    count: runs.length,
    getScrollElement,
    estimateSize,
    overscan: 8,
    paddingStart: NAME,
  });

  function onKeyDown(event: React.KeyboardEvent) {
    const to = moveInGrid(focus, event.code, names.length + 1, runs.length);
    if (!to) return;
    event.preventDefault();
    setFocus(to);
    rows.scrollToIndex(to.row);
    columns.scrollToIndex(to.column);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-cell="${to.row}-${to.column}"]`)?.focus();
    });
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid places its cells itself, a table can not.
    <div
      ref={scroller}
      role="grid"
      tabIndex={-1}
      aria-label={t("grid")}
      aria-rowcount={names.length + 1}
      aria-colcount={runs.length + 1}
      onKeyDown={onKeyDown}
      className="max-h-[70dvh] overflow-auto rounded-md border bg-surface text-sm"
    >
      <div className="relative" style={{ height: rows.getTotalSize(), width: columns.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const taskId = names[row.index - 1];
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above.
            // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus.
            <div
              key={row.key}
              role="row"
              aria-rowindex={row.index + 1}
              className="absolute top-0 left-0 w-full hover:bg-surface-2"
              style={{ height: CELL, transform: `translateY(${row.start}px)` }}
            >
              {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
              {/* biome-ignore lint/a11y/useFocusableInteractive: a name is read, not used. */}
              <div
                role="rowheader"
                title={taskId}
                style={{ width: NAME, height: CELL }}
                className="sticky left-0 z-10 truncate border-r bg-surface px-3 leading-7"
              >
                {taskId ?? t("run")}
              </div>
              {columns.getVirtualItems().map((column) => {
                const run = runs[column.index];
                if (!run) return null;
                const [, cellState, tries] = grid.cells[column.index]?.[row.index - 1] ?? [];
                const state = taskId === undefined ? run.state : (cellState ?? "none");
                const active = focus.row === row.index && focus.column === column.index;
                const title = t("cell", {
                  name: taskId ?? t("run"),
                  run: run.run_key,
                  state: stateLabel(state),
                  tries: tries ?? 0,
                });
                return (
                  // biome-ignore lint/a11y/useSemanticElements: as above.
                  <button
                    key={column.key}
                    type="button"
                    role="gridcell"
                    data-cell={`${row.index}-${column.index}`}
                    tabIndex={active ? 0 : -1}
                    title={title}
                    aria-label={title}
                    onFocus={() => setFocus({ row: row.index, column: column.index })}
                    onClick={() => router.push(runHref(dagId, run.id, taskId))}
                    style={{ left: column.start, width: CELL, height: CELL }}
                    className={cn(
                      "absolute top-0 grid place-items-center rounded-sm hover:bg-surface-3",
                      STATES[state as keyof typeof STATES]?.text,
                    )}
                  >
                    <StatusIcon state={state} />
                  </button>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
