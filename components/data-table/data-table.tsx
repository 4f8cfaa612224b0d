"use client";
import {
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "@/lib/client/cn";
import { type Column, visibilityOf } from "./columns";
import { DataCards } from "./data-cards";
import { DataTableHead } from "./data-table-head";
import { DataTableRow } from "./data-table-row";
import { type Selection, selectAll } from "./selection";
import { usePhone } from "./use-phone";
import { useRowKeys } from "./use-row-keys";
import type { TableParams } from "./use-table-params";

/** So many rows before the last one it is as good as in sight. */
const NEAR_END = 10;

const features = tableFeatures({
  columnVisibilityFeature,
  columnSizingFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

export const ROW_HEIGHT_PX = 32;
/** The server cannot measure; it renders rows for this many pixels. */
const FIRST_PAINT_PX = 1000;

type DataTableProps<T extends RowData> = {
  /** Names the table for screen readers. */
  label: string;
  columns: readonly Column<T>[];
  /** A stable reference (from a query), not a new array in each render. */
  rows: readonly T[];
  rowId: (row: T) => string;
  /** From useTableParams: sort and columns in the URL. */
  params: TableParams;
  /** "server": rows arrive sorted by `params.sort`. "loaded": all rows are here and sorted here. */
  sorting: "server" | "loaded";
  /** Page of the row: click, Enter, o (new tab). */
  rowHref?: ((row: T) => string) | undefined;
  /** Opens a sheet instead of a page. */
  onOpen?: ((row: T) => void) | undefined;
  selection?: Selection | undefined;
  /** Shown in place of rows when there are none: EmptyState or FilterEmpty. */
  empty: ReactNode;
  /** The last row is in sight: more may be loaded. */
  onEnd?: (() => void) | undefined;
  /** Under the last row: LoadMore. */
  footer?: ReactNode;
  /** Height of the scroller; default fills the window under a page header. */
  maxHeight?: string | undefined;
  /** False when another table of the page has the keys j and k. */
  keyboard?: boolean | undefined;
  className?: string | undefined;
};

export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { label, columns, rows, rowId, params, sorting, rowHref, onOpen, selection, empty, footer } = props;
  const { maxHeight = "calc(100dvh - 11rem)", keyboard = true, className } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isPhone = usePhone();
  const [columnSizing, setColumnSizing] = useState<Record<string, number>>({});

  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return columns.map((column) =>
      helper.accessor((row): unknown => column.value?.(row) ?? undefined, {
        id: column.id,
        size: column.width ?? 0,
        enableSorting: column.value !== undefined,
        sortFn: "basic",
        sortUndefined: "last",
      }),
    );
  }, [columns]);

  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    manualSorting: sorting === "server",
    state: {
      sorting: params.sort ? [params.sort] : [],
      columnVisibility: visibilityOf(columns, params.columnChanges),
      columnSizing,
    },
    onColumnSizingChange: setColumnSizing,
  });

  const shown = columns.filter((column) => table.getColumn(column.id)?.getIsVisible() !== false);
  const model = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 8,
    scrollPaddingStart: ROW_HEIGHT_PX,
    initialRect: { width: 0, height: FIRST_PAINT_PX },
    getItemKey: (index) => model[index]?.id ?? index,
  });
  const lastDrawn = virtualizer.range?.endIndex ?? 0;
  const atEnd = model.length > 0 && lastDrawn >= model.length - NEAR_END;
  const { onEnd } = props;
  useEffect(() => {
    if (atEnd && scroller.current && scroller.current.scrollTop > 0) onEnd?.();
  }, [atEnd, onEnd]);
  const cursor = useRowKeys({
    enabled: keyboard,
    rows: model.map((row) => row.original),
    rowId,
    scroller,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    rowHref,
    onOpen,
    selection,
  });

  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const all = selectAll(
    selection,
    model.map((row) => row.id),
  );

  const frame = cn(
    "flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface shadow-card",
    className,
  );
  const foot = footer && model.length > 0 ? <div className="border-t">{footer}</div> : null;
  if (isPhone)
    return (
      <div className={frame}>
        {model.length === 0 ? (
          empty
        ) : (
          <DataCards
            label={label}
            columns={shown}
            rows={model}
            hrefOf={rowHref}
            onOpen={onOpen}
            selection={selection}
          />
        )}
        {foot}
      </div>
    );
  return (
    <div className={frame}>
      <section
        ref={scroller}
        aria-label={label}
        tabIndex={0}
        className="relative min-h-0 overflow-auto overscroll-x-contain focus-visible:-outline-offset-2"
        style={{ maxHeight }}
      >
        <table
          aria-label={label}
          aria-rowcount={model.length + 1}
          className="w-full table-fixed border-separate border-spacing-0 text-sm"
          style={{ minWidth: minWidthOf(shown, columnSizing, selection !== undefined) }}
        >
          <DataTableHead
            columns={shown}
            params={params}
            sizes={columnSizing}
            onResize={(id, size) => setColumnSizing((old) => ({ ...old, [id]: size }))}
            selectAll={all}
          />
          <tbody>
            <Spacer height={before} />
            {items.map((item) => {
              const row = model[item.index];
              if (!row) return null;
              return (
                <DataTableRow
                  key={row.id}
                  row={row.original}
                  id={row.id}
                  index={item.index}
                  columns={shown}
                  href={rowHref?.(row.original)}
                  onOpen={onOpen}
                  selection={selection}
                  current={cursor === row.id}
                />
              );
            })}
            <Spacer height={after} />
          </tbody>
        </table>
        {model.length === 0 ? <div className="sticky left-0">{empty}</div> : null}
      </section>
      {foot}
    </div>
  );
}

/** Spacer for the rows that are not drawn, so that the scroll bar is right. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      <td />
    </tr>
  ) : null;
}

const FLEX_MIN_PX = 160;
const SELECT_PX = 36;

function minWidthOf<T>(
  columns: readonly Column<T>[],
  sizes: Record<string, number>,
  selectable: boolean,
): number {
  const start = selectable ? SELECT_PX : 0;
  return columns.reduce((sum, column) => sum + (sizes[column.id] ?? column.width ?? FLEX_MIN_PX), start);
}
