"use client";
import type { VirtualItem } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { STATES, type State, StatusIcon } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import type { AxisMark } from "./grid-axis";
import { CellMark } from "./grid-cell";
import type { CellView } from "./grid-model";
import { CELL_PX } from "./grid-row";

const AXIS_PX = 20;
export const HEAD_PX = 72 + AXIS_PX;
const BAR_PX = 40;

type GridHeadProps = {
  namePx: number;
  columns: readonly VirtualItem[];
  axis: readonly AxisMark[];
  /** The duration of a bar of full height. */
  topMs: number;
  focused: number | null;
  cell: (row: number, column: number) => CellView | null;
  nameOf: (row: number, column: number) => string;
  hrefOf: (row: number, column: number) => string;
};

/** The runs along the time axis: date, duration as a bar, state as a sign. Sticky above the tasks. */
export function GridHead({ namePx, columns, axis, topMs, focused, cell, nameOf, hrefOf }: GridHeadProps) {
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
        style={{ width: namePx, height: HEAD_PX }}
        className="sticky left-0 z-10 flex items-end border-r bg-surface px-3 pb-1.5 font-medium text-fg-subtle text-xs"
      >
        {t("task")}
      </div>
      {columns.map((column) => {
        const seen = cell(0, column.index);
        if (!seen) return null;
        const mark = axis[column.index];
        const share = seen.durationMs === null ? 0 : seen.durationMs / topMs;
        const fill = STATES[seen.state as State]?.fill ?? "bg-state-none";
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
            {mark?.label ? (
              <span
                aria-hidden
                className="nums pointer-events-none absolute top-1 left-1 z-10 whitespace-nowrap text-2xs text-fg-muted"
              >
                {mark.label}
              </span>
            ) : null}
            {/* A gap near the top says that the bar goes on. */}
            {share > 1 ? <span className={cn("h-1 w-2 rounded-t-[2px]", fill)} /> : null}
            <span
              className={cn("w-2", share > 1 ? "-mt-0.5" : "rounded-t-[2px]", fill)}
              style={{ height: share > 1 ? BAR_PX - 6 : Math.max(2, Math.round(share * BAR_PX)) }}
            />
            {seen.state === "failed" ? <CellMark state="failed" /> : <StatusIcon state={seen.state} />}
          </a>
        );
      })}
    </div>
  );
}
