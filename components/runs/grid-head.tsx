"use client";
import type { VirtualItem } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { STATES, type State, StatusIcon } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import type { GridView } from "@/lib/runs/schema";
import type { CellView } from "./grid-model";
import { CELL_PX, NAME_PX } from "./grid-row";

export const HEAD_PX = 72;
const BAR_PX = 40;

type GridHeadProps = {
  grid: GridView;
  columns: readonly VirtualItem[];
  longestMs: number;
  focused: number | null;
  cell: (row: number, column: number) => CellView | null;
  nameOf: (row: number, column: number) => string;
  hrefOf: (row: number, column: number) => string;
};

/** The runs: duration as a bar, state as a sign. Sticky above the tasks. */
export function GridHead({ grid, columns, longestMs, focused, cell, nameOf, hrefOf }: GridHeadProps) {
  const t = useTranslations("runs");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid places its cells itself, a table can not.
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus.
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-20 border-b bg-surface"
      style={{ height: HEAD_PX }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a name is read, not used. */}
      <div
        role="rowheader"
        style={{ width: NAME_PX, height: HEAD_PX }}
        className="sticky left-0 z-10 flex items-end border-r bg-surface px-3 pb-1.5 font-medium text-fg-subtle text-xs"
      >
        {t("newest_runs", { count: grid.runs.length })}
      </div>
      {columns.map((column) => {
        const seen = cell(0, column.index);
        if (!seen) return null;
        const share = seen.durationMs === null ? 0 : seen.durationMs / longestMs;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          <a
            key={column.key}
            href={hrefOf(0, column.index)}
            role="gridcell"
            aria-colindex={column.index + 2}
            data-row={0}
            data-column={column.index}
            tabIndex={focused === column.index ? 0 : -1}
            aria-label={nameOf(0, column.index)}
            style={{ left: column.start, width: CELL_PX, height: HEAD_PX }}
            className="absolute top-0 flex flex-col items-center justify-end gap-1 rounded-sm pb-1.5 hover:bg-surface-2 focus-visible:-outline-offset-2"
          >
            <span
              className={cn("w-2 rounded-t-[2px]", STATES[seen.state as State]?.fill ?? "bg-state-none")}
              style={{ height: Math.max(2, Math.round(share * BAR_PX)) }}
            />
            <StatusIcon state={seen.state} />
          </a>
        );
      })}
    </div>
  );
}
