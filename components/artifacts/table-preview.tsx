"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { useMemo, useRef } from "react";
import { cn } from "@/lib/client/cn";
import { MOST_COLUMNS, type Table, tableColumns } from "./table-columns";

const ROW_PX = 28;

/** Rows of a file. Only those in sight are drawn. */
export function TablePreview({ table, label }: { table: Table; label: string }) {
  const t = useTranslations("viewer");
  const scroller = useRef<HTMLElement>(null);
  const columns = useMemo(() => tableColumns(table), [table]);
  const rows = useVirtualizer({
    count: table.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialRect: { width: 800, height: 480 },
  });
  if (columns.length === 0)
    return <p className="py-8 text-center text-fg-muted text-sm">{t("empty_file")}</p>;
  const drawn = rows.getVirtualItems();
  const above = drawn[0]?.start ?? 0;
  const below = rows.getTotalSize() - (drawn.at(-1)?.end ?? 0);
  return (
    <>
      <section
        ref={scroller}
        aria-label={label}
        tabIndex={0}
        className="relative max-h-[60dvh] min-w-0 overflow-auto rounded-lg border focus-visible:-outline-offset-2"
      >
        <table className="min-w-full border-collapse text-xs" aria-rowcount={table.rows.length + 1}>
          <thead className="sticky top-0 z-10">
            <tr>
              {columns.map(({ name, isNumeric }, at) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                  key={at}
                  scope="col"
                  title={name}
                  className={cn(
                    "h-8 whitespace-nowrap border-b bg-surface px-3 font-medium text-fg-subtle",
                    isNumeric ? "text-right" : "text-left",
                  )}
                >
                  {name}
                </th>
              ))}
              <td aria-hidden className="w-full border-b bg-surface p-0" />
            </tr>
          </thead>
          <tbody>
            {above > 0 ? <Gap px={above} columns={columns.length + 1} /> : null}
            {drawn.map(({ index }) => (
              <tr key={index} aria-rowindex={index + 2} className="hover:bg-surface-2">
                {columns.map(({ isNumeric, width }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their places
                  <td key={at} className="h-7 border-b px-3 py-0">
                    <Cell value={table.rows[index]?.[at] ?? null} isNumeric={isNumeric} width={width} />
                  </td>
                ))}
                <td aria-hidden className="w-full border-b p-0" />
              </tr>
            ))}
            {below > 0 ? <Gap px={below} columns={columns.length + 1} /> : null}
          </tbody>
        </table>
      </section>
      {table.columns.length > MOST_COLUMNS ? (
        <p className="text-fg-muted text-xs">
          {t("some_columns", { shown: MOST_COLUMNS, total: table.columns.length })}
        </p>
      ) : null}
    </>
  );
}

function Cell({ value, isNumeric, width }: { value: string | null; isNumeric: boolean; width: number }) {
  return (
    <span
      title={value ?? undefined}
      style={{ width: `${width + 2}ch` }}
      className={cn("block truncate", isNumeric && "nums text-right")}
    >
      {value ?? (
        <span aria-hidden className="text-fg-subtle">
          {"–"}
        </span>
      )}
    </span>
  );
}

/** Stands for rows that are not drawn. */
function Gap({ px, columns }: { px: number; columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height: px }} />
    </tr>
  );
}
