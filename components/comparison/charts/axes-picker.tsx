"use client";
import { ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { SearchInput } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { firstOf } from "./chosen";
import type { Column } from "./columns";

const MOST_SHOWN = 60;
type Props = {
  columns: readonly Column[];
  axes: readonly string[];
  onChange: (axes: readonly string[]) => void;
};

/** Which columns are axes; a new one comes last. */
export function AxesPicker({ columns, axes, onChange }: Props) {
  const t = useTranslations("comparison_charts");
  const [search, setSearch] = useState("");
  const part = search.trim().toLowerCase();
  const found = firstOf(columns, ({ id }) => id.toLowerCase().includes(part));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <Popover
      label={t("axes_title")}
      trigger={<Button icon={ListFilter}>{t("axes_count", { count: axes.length })}</Button>}
      className="grid max-h-96 w-72 gap-2 p-3"
    >
      <SearchInput
        label={t("find_column")}
        clearLabel={t("search_clear")}
        className="w-full"
        value={search}
        onChange={setSearch}
      />
      <div className="grid min-h-0 gap-1.5 overflow-y-auto">
        {shown.map(({ id }) => (
          <Checkbox
            key={id}
            label={<span className="break-all font-mono text-xs">{id}</span>}
            checked={axes.includes(id)}
            onChange={(checked) => onChange(checked ? [...axes, id] : axes.filter((axis) => axis !== id))}
          />
        ))}
        {found.length > shown.length ? (
          <p className="text-fg-subtle text-xs">
            {t("more_columns", { count: found.length - shown.length })}
          </p>
        ) : null}
      </div>
    </Popover>
  );
}
