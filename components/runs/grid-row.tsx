"use client";
import type { VirtualItem } from "@tanstack/react-virtual";
import { memo } from "react";
import type { GridView } from "@/lib/runs/schema";
import { CellMark } from "./grid-cell";

export const CELL_PX = 26;
export const NAME_PX = 200;

type GridRowProps = {
  taskId: string;
  /** Row of the grid; the runs themselves are row 0. */
  row: number;
  top: number;
  columns: readonly VirtualItem[];
  grid: GridView;
  /** Column of the focusable cell, if it is in this row. */
  focused: number | null;
  nameOf: (row: number, column: number) => string;
  hrefOf: (row: number, column: number) => string;
};

/** Cells have no handlers: clicks, keys and tip are listeners on the grid. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { taskId, row, top, columns, grid, focused, nameOf, hrefOf } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid places its cells itself, a table can not.
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus.
    <div
      role="row"
      aria-rowindex={row + 1}
      className="absolute left-0 w-full hover:bg-surface-2"
      style={{ height: CELL_PX, top }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a name is read, not used. */}
      <div
        role="rowheader"
        title={taskId}
        style={{ width: NAME_PX, height: CELL_PX }}
        className="sticky left-0 z-10 truncate border-r bg-surface px-3 text-xs leading-[26px]"
      >
        {taskId}
      </div>
      {columns.map((column) => {
        const state = grid.cells[column.index]?.[row - 1]?.[1];
        if (state === undefined) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          <a
            key={column.key}
            href={hrefOf(row, column.index)}
            role="gridcell"
            aria-colindex={column.index + 2}
            data-row={row}
            data-column={column.index}
            tabIndex={focused === column.index ? 0 : -1}
            aria-label={nameOf(row, column.index)}
            style={{ left: column.start, width: CELL_PX, height: CELL_PX }}
            className="absolute top-0 grid place-items-center rounded-sm hover:bg-surface-3 focus-visible:-outline-offset-2"
          >
            <CellMark state={state} />
          </a>
        );
      })}
    </div>
  );
});
