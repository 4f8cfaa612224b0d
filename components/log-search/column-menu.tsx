"use client";
import { ArrowLeft, ArrowRight, ChevronDown, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Menu, MenuItem } from "@/components/ui/menu";
import { FieldName } from "./field-name";

type Props = { name: string; columns: readonly string[]; onChange: (columns: readonly string[]) => void };

/** The head of a column: moves it, or takes it away. */
export function ColumnMenu({ name, columns, onChange }: Props) {
  const t = useTranslations("discover");
  const at = columns.indexOf(name);
  const moved = (by: number) => {
    const others = columns.filter((one) => one !== name);
    onChange([...others.slice(0, at + by), name, ...others.slice(at + by)]);
  };
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="group/head -mx-1 flex h-6 min-w-0 items-center gap-0.5 rounded-sm px-1 text-left hover:bg-surface-3 hover:text-fg"
        >
          <span className="truncate">
            <FieldName name={name} />
          </span>
          <ChevronDown aria-hidden className="size-3 shrink-0 opacity-0 group-hover/head:opacity-100" />
        </button>
      }
    >
      <MenuItem icon={ArrowLeft} disabled={at <= 0} onSelect={() => moved(-1)}>
        {t("column_left")}
      </MenuItem>
      <MenuItem icon={ArrowRight} disabled={at >= columns.length - 1} onSelect={() => moved(1)}>
        {t("column_right")}
      </MenuItem>
      <MenuItem
        icon={X}
        disabled={columns.length <= 1}
        onSelect={() => onChange(columns.filter((one) => one !== name))}
      >
        {t("column_remove")}
      </MenuItem>
    </Menu>
  );
}
