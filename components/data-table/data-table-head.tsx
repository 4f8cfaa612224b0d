"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { KeyboardEvent, PointerEvent } from "react";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/lib/client/cn";
import { type Column, nextSort } from "./columns";
import type { SelectAll } from "./selection";
import type { TableParams } from "./use-table-params";

type HeadProps<T> = {
  columns: readonly Column<T>[];
  params: TableParams;
  sizes: Record<string, number>;
  onResize: (id: string, size: number) => void;
  selectAll: SelectAll | undefined;
};

export function DataTableHead<T>({ columns, params, sizes, onResize, selectAll }: HeadProps<T>) {
  const t = useTranslations("common");
  return (
    <>
      <colgroup>
        {selectAll ? <col style={{ width: 36 }} /> : null}
        {columns.map((column) => (
          <col key={column.id} style={{ width: sizes[column.id] ?? column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {selectAll ? (
            <th scope="col" className={cn(headClass, "pl-3")}>
              <Checkbox
                label={t("select_all")}
                labelHidden
                checked={selectAll.state === "all"}
                indeterminate={selectAll.state === "some"}
                onChange={selectAll.toggle}
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} params={params} onResize={onResize} />
          ))}
        </tr>
      </thead>
    </>
  );
}

const headClass =
  "group/th sticky top-0 z-10 h-8 border-b bg-surface pr-4 pl-3 text-left font-medium text-fg-subtle text-xs";

function HeadCell<T>({
  column,
  params,
  onResize,
}: {
  column: Column<T>;
  params: TableParams;
  onResize: (id: string, size: number) => void;
}) {
  const sort = params.sort?.id === column.id ? params.sort : null;
  const Arrow = sort?.desc ? ArrowDown : ArrowUp;
  const right = column.align === "right";
  return (
    <th
      scope="col"
      aria-sort={sort ? (sort.desc ? "descending" : "ascending") : undefined}
      className={cn(headClass, right && "text-right")}
    >
      {column.value ? (
        <button
          type="button"
          onClick={() => params.setSort(nextSort(params.sort, column.id))}
          className={cn(
            "inline-flex h-6 max-w-full items-center gap-1 rounded-sm hover:text-fg",
            sort && "text-fg",
            right && "flex-row-reverse",
          )}
        >
          <span className="truncate">{column.header}</span>
          <Arrow
            aria-hidden
            className={cn("size-3 shrink-0", sort ? "" : "opacity-0 group-hover/th:opacity-50")}
          />
        </button>
      ) : (
        <span className="block truncate">{column.header}</span>
      )}
      {column.header ? <Resizer column={column} onResize={onResize} /> : null}
    </th>
  );
}

const MIN_PX = 48;
const STEP_PX = 16;

/** Resizes by pointer, and by the arrow keys when focused. */
function Resizer<T>({
  column,
  onResize,
}: {
  column: Column<T>;
  onResize: (id: string, size: number) => void;
}) {
  const t = useTranslations("common");
  const widthOf = (handle: HTMLElement) => handle.parentElement?.getBoundingClientRect().width ?? MIN_PX;
  const drag = (down: PointerEvent<HTMLButtonElement>) => {
    const handle = down.currentTarget;
    const start = widthOf(handle) - down.clientX;
    handle.setPointerCapture(down.pointerId);
    const move = (event: globalThis.PointerEvent) =>
      onResize(column.id, Math.max(MIN_PX, start + event.clientX));
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  const step = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = event.code === "ArrowRight" ? STEP_PX : event.code === "ArrowLeft" ? -STEP_PX : 0;
    if (by === 0) return;
    event.preventDefault();
    onResize(column.id, Math.max(MIN_PX, widthOf(event.currentTarget) + by));
  };
  return (
    <button
      type="button"
      aria-label={t("resize_column", { column: column.header })}
      onPointerDown={drag}
      onKeyDown={step}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-2 after:left-1/2 after:w-px after:bg-transparent hover:after:bg-border-strong focus-visible:after:bg-accent"
    />
  );
}
