"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import { useWidth } from "@/components/charts/use-width";
import { useNow, useTimeZone } from "@/components/time/clock";
import { isPlainClick } from "@/components/ui/select-link";
import { useStateLabel } from "@/components/ui/status";
import type { GridView } from "@/lib/runs/schema";
import { axisOf } from "./grid-axis";
import { barTop } from "./grid-bars";
import { GridHead, HEAD_PX } from "./grid-head";
import { GridJumps } from "./grid-jumps";
import { cellAt, type GridCell, moveInGrid, NAMES, tipOf } from "./grid-model";
import { namesPx } from "./grid-names";
import { CELL_PX, GridRow } from "./grid-row";
import { GridTip, type Tip } from "./grid-tip";
import { runHref, taskHref } from "./run-href";
import { useRunName } from "./use-run-name";

/** Visible tasks before the grid scrolls. */
const MOST_ROWS = 16;
/** For the label of the last column. */
const END_PX = 64;
const LIKELY_PX = 1200;

type RunGridProps = {
  dagId: string;
  /** The latest first, as the API gives it. */
  grid: GridView;
};

/** Runs x tasks; row 0 is the run itself. Virtual in both directions; one cell is focusable and arrows move it. */
export function RunGrid({ dagId, grid }: RunGridProps) {
  const t = useTranslations("runs");
  const stateLabel = useStateLabel();
  const router = useRouter();
  const { ref: scroller, width } = useWidth<HTMLDivElement>();
  const [focus, setFocus] = useState<GridCell>({ row: 0, column: 0 });
  const [tip, setTip] = useState<Tip | null>(null);
  const { runs, task_ids: names } = grid;
  const getScrollElement = useCallback(() => scroller.current, [scroller]);
  const estimateSize = useCallback(() => CELL_PX, []);
  const initialRect = { width: LIKELY_PX, height: MOST_ROWS * CELL_PX };
  const namePx = useMemo(() => namesPx(names, width || LIKELY_PX), [names, width]);
  const rows = useVirtualizer({
    count: names.length,
    getScrollElement,
    estimateSize,
    overscan: 3,
    initialRect,
    scrollPaddingStart: HEAD_PX,
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: runs.length,
    getScrollElement,
    estimateSize,
    overscan: 2,
    paddingStart: namePx,
    paddingEnd: END_PX,
    scrollPaddingStart: namePx,
    initialRect,
  });
  const items = columns.getVirtualItems();
  const runNameOf = useRunName();
  const cell = useCallback((row: number, column: number) => cellAt(grid, row, column), [grid]);
  const nameOf = useCallback(
    (row: number, column: number) => {
      const seen = cell(row, column);
      return seen === null
        ? ""
        : t("cell", {
            name: seen.task ?? t("run"),
            run: runNameOf(seen.run),
            state: stateLabel(seen.state),
            tries: seen.tries,
          });
    },
    [cell, t, stateLabel, runNameOf],
  );
  const hrefOf = useCallback(
    (row: number, column: number) =>
      column === NAMES
        ? taskHref(dagId, names[row - 1] ?? "")
        : runHref(dagId, runs[column]?.id ?? "", row === 0 ? undefined : names[row - 1]),
    [dagId, runs, names],
  );
  const topMs = useMemo(
    () => barTop(runs.map((_, column) => cell(0, column)?.durationMs ?? null)),
    [runs, cell],
  );
  const [locale, zone, now] = [useLocale(), useTimeZone(), useNow(false)];
  const axis = useMemo(() => axisOf(runs, { locale, zone, now: new Date(now) }), [runs, locale, zone, now]);

  function placeOf(target: EventTarget): { element: HTMLElement; at: GridCell } | null {
    const element = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
    if (!element) return null;
    return { element, at: { row: Number(element.dataset.row), column: Number(element.dataset.column) } };
  }
  function showTip(target: EventTarget): void {
    const place = placeOf(target);
    const seen = place && cell(place.at.row, place.at.column);
    setTip(seen ? tipOf(seen, place.element.getBoundingClientRect()) : null);
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    const to = moveInGrid(focus, event.code, names.length + 1, runs.length);
    if (!to) return;
    event.preventDefault();
    goTo(to);
  }
  function goTo(to: GridCell): void {
    setFocus(to);
    if (to.row > 0) rows.scrollToIndex(to.row - 1);
    if (to.column !== NAMES) columns.scrollToIndex(to.column);
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row="${to.row}"][data-column="${to.column}"]`)
        ?.focus({ preventScroll: true }),
    );
  }

  return (
    <>
      <GridJumps runs={runs} after={focus.column} onJump={(column) => goTo({ row: 0, column })} />
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual grid places its cells itself, a table can not. */}
      <div
        ref={scroller}
        role="grid"
        tabIndex={-1}
        aria-label={t("grid")}
        aria-rowcount={names.length + 1}
        aria-colcount={runs.length + 1}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const place = placeOf(event.target);
          if (!place || !isPlainClick(event)) return;
          event.preventDefault();
          router.push(hrefOf(place.at.row, place.at.column));
        }}
        onFocus={({ target }) => {
          const place = placeOf(target);
          if (place) setFocus(place.at);
          showTip(target);
        }}
        onBlur={() => setTip(null)}
        onPointerOver={({ target }) => showTip(target)}
        onPointerLeave={() => setTip(null)}
        onScroll={() => setTip(null)}
        style={{ maxHeight: HEAD_PX + MOST_ROWS * CELL_PX + 16 }}
        className="overflow-auto overscroll-x-contain text-sm"
      >
        <div
          className="relative"
          style={{ height: HEAD_PX + rows.getTotalSize(), width: columns.getTotalSize() }}
        >
          {items.map((column) =>
            axis[column.index]?.isLine ? (
              <span
                key={column.key}
                aria-hidden
                className="absolute inset-y-0 w-px bg-border"
                style={{ left: column.start }}
              />
            ) : null,
          )}
          <GridHead
            namePx={namePx}
            columns={items}
            axis={axis}
            topMs={topMs}
            focused={focus.row === 0 ? focus.column : null}
            cell={cell}
            nameOf={nameOf}
            hrefOf={hrefOf}
          />
          {rows.getVirtualItems().map((row) => (
            <GridRow
              key={row.key}
              taskId={names[row.index] ?? ""}
              row={row.index + 1}
              top={HEAD_PX + row.start}
              namePx={namePx}
              columns={items}
              grid={grid}
              focused={focus.row === row.index + 1 ? focus.column : null}
              nameOf={nameOf}
              hrefOf={hrefOf}
            />
          ))}
        </div>
      </div>
      {tip ? <GridTip tip={tip} /> : null}
    </>
  );
}
