"use client";
import type { VirtualItem } from "@tanstack/react-virtual";
import { memo } from "react";
import type { GridView } from "@/lib/runs/schema";
import { CellMark } from "./grid-cell";
import { NAMES } from "./grid-model";
import { NAME_PADDING_PX } from "./grid-names";
import { TaskName } from "./task-name";

export const CELL_PX = 26;

type GridRowProps = {
  taskId: string;
  /** Row of the grid; the runs themselves are row 0. */
  row: number;
  top: number;
  namePx: number;
  columns: readonly VirtualItem[];
  grid: GridView;
  /** Column of the focusable cell, if it is in this row. */
  focused: number | null;
  nameOf: (row: number, column: number) => string;
  hrefOf: (row: number, column: number) => string;
};

/** Cells have no handlers: clicks, keys and tip are listeners on the grid. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { taskId, row, top, namePx, columns, grid, focused, nameOf, hrefOf } = props;
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
      <a
        href={hrefOf(row, NAMES)}
        role="rowheader"
        aria-colindex={1}
        data-row={row}
        data-column={NAMES}
        tabIndex={focused === NAMES ? 0 : -1}
        title={taskId}
        style={{ width: namePx, height: CELL_PX }}
        className="sticky left-0 z-10 block truncate border-r bg-surface px-3 text-xs leading-[26px] hover:text-accent hover:underline focus-visible:-outline-offset-2"
      >
        <TaskName name={taskId} px={namePx - NAME_PADDING_PX} />
      </a>
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
