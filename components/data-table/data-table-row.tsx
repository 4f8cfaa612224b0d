"use client";
import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/lib/client/cn";
import type { Column } from "./columns";
import { type Selection, toggled } from "./selection";
import { useOpenRow } from "./use-open-row";

type RowProps<T> = {
  row: T;
  id: string;
  index: number;
  columns: readonly Column<T>[];
  href: string | undefined;
  onOpen: ((row: T) => void) | undefined;
  selection: Selection | undefined;
  current: boolean;
};

/** A click anywhere in the row opens it; keyboards and new windows use the link in its first cell. */
export function DataTableRow<T>({ row, id, index, columns, href, onOpen, selection, current }: RowProps<T>) {
  const t = useTranslations("common");
  const open = useOpenRow(row, href, onOpen);
  const selected = selection?.ids.has(id) === true;
  return (
    <tr
      data-row-id={id}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selection ? selected : undefined}
      onClick={open}
      className={cn(
        "group/row outline-none hover:bg-surface-2 focus-visible:bg-surface-2",
        open && "cursor-pointer",
        selected && "bg-accent-soft hover:bg-accent-soft",
        current && "bg-surface-2 shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      {selection ? (
        <td className="h-8 border-b pl-3">
          <Checkbox
            label={t("select_row", { row: id })}
            labelHidden
            checked={selected}
            onChange={() => selection.onChange(toggled(selection.ids, id))}
          />
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          className={cn(
            "h-8 overflow-hidden text-ellipsis whitespace-nowrap border-b px-3 py-0",
            column.align === "right" && "nums pr-4 text-right",
          )}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
