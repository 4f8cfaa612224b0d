"use client";
import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuCheckItem, MenuLabel } from "@/components/ui/menu";
import { type Column, toggleColumn, visibilityOf } from "./columns";
import type { TableParams } from "./use-table-params";

/** Goes into the page's tool bar, beside the filters. */
export function ColumnPicker<T>({ columns, params }: { columns: readonly Column<T>[]; params: TableParams }) {
  const t = useTranslations("common");
  const visible = visibilityOf(columns, params.columnChanges);
  return (
    <Menu trigger={<IconButton icon={Columns3} label={t("columns")} variant="secondary" />}>
      <MenuLabel>{t("columns")}</MenuLabel>
      {columns
        .filter((column) => column.hideable !== false)
        .map((column) => (
          <MenuCheckItem
            key={column.id}
            checked={visible[column.id] === true}
            onChange={(on) =>
              params.setColumnChanges(toggleColumn(columns, params.columnChanges, column.id, on))
            }
          >
            {column.header}
          </MenuCheckItem>
        ))}
    </Menu>
  );
}
