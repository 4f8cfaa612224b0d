"use client";
import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/lib/client/cn";
import type { Column } from "./columns";
import { type Selection, toggled } from "./selection";
import { useOpenRow } from "./use-open-row";

type CardProps<T> = {
  columns: readonly Column<T>[];
  hrefOf: ((row: T) => string) | undefined;
  onOpen: ((row: T) => void) | undefined;
  selection: Selection | undefined;
};

/**
 * The rows of a table on a phone. The first column is the title; the others are lines of the card under their headings,
 * in the order of the columns, so nothing is beyond the edge. See `phone` of a column.
 */
export function DataCards<T>({
  label,
  rows,
  ...card
}: CardProps<T> & { label: string; rows: readonly { id: string; original: T }[] }) {
  return (
    <ul aria-label={label} className="grid min-w-0">
      {rows.map(({ id, original }) => (
        <DataCard key={id} id={id} row={original} {...card} />
      ))}
    </ul>
  );
}

function DataCard<T>({ id, row, columns, hrefOf, onOpen, selection }: CardProps<T> & { id: string; row: T }) {
  const t = useTranslations("common");
  const open = useOpenRow(row, hrefOf?.(row), onOpen);
  const selected = selection?.ids.has(id) === true;
  const [title, ...others] = columns;
  const ends = others.filter((column) => column.phone === "end");
  const lines = others.flatMap((column) => {
    if (column.phone === "end") return [];
    const cell = column.cell(row);
    return cell === null || cell === undefined || cell === "" ? [] : [{ column, cell }];
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keyboards use the link in its title.
    <li
      data-row-id={id}
      onClick={open}
      className={cn(
        "grid min-w-0 gap-1.5 border-b px-3 py-2.5 text-sm [contain-intrinsic-size:auto_6rem] [content-visibility:auto] last:border-b-0",
        selected && "bg-accent-soft",
      )}
    >
      <div className="flex min-h-6 min-w-0 items-center gap-2.5">
        {selection ? (
          <Checkbox
            label={t("select_row", { row: id })}
            labelHidden
            checked={selected}
            onChange={() => selection.onChange(toggled(selection.ids, id))}
          />
        ) : null}
        <div className="min-w-0 flex-1 overflow-hidden [overflow-wrap:anywhere]">{title?.cell(row)}</div>
        {ends.map((column) => (
          <div key={column.id} className="shrink-0">
            {column.cell(row)}
          </div>
        ))}
      </div>
      {lines.length > 0 ? (
        <dl className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1">
          {lines.map(({ column, cell }) => (
            <div
              key={column.id}
              className={cn(
                "flex min-w-0 max-w-full items-baseline gap-1.5",
                column.phone === "line" && "w-full",
              )}
            >
              <dt
                className={cn(
                  "shrink-0 text-fg-subtle text-xs",
                  (column.phone !== undefined || column.header === "") && "sr-only",
                )}
              >
                {column.header}
              </dt>
              <dd className="nums min-w-0 truncate">{cell}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </li>
  );
}
