"use client";
import { ChevronLeft, ChevronRight, ChevronsLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { GRID_COLUMNS } from "./queries";

type AxisPagerProps = {
  columns: number;
  onColumns: (columns: number) => void;
  /** The cursor of what is shown; null: the newest runs. */
  from: string | null;
  newer: string | null;
  older: string | null;
  onFrom: (cursor: string | null) => void;
};

/** How many runs along the time axis are shown, and the way to those before and after. */
export function AxisPager({ columns, onColumns, from, newer, older, onFrom }: AxisPagerProps) {
  const t = useTranslations("pipeline_grid");
  return (
    <>
      <Select
        label={t("columns")}
        className="w-28"
        value={String(columns)}
        onChange={(wanted) => onColumns(Number(wanted))}
        options={[...new Set([...GRID_COLUMNS, columns])]
          .toSorted((one, other) => one - other)
          .map((count) => ({ value: String(count), label: t("runs", { count }) }))}
      />
      <span className="flex items-center">
        <IconButton
          icon={ChevronsLeft}
          label={t("newest")}
          disabled={from === null}
          onClick={() => onFrom(null)}
        />
        <IconButton
          icon={ChevronLeft}
          label={t("newer")}
          disabled={newer === null}
          onClick={() => onFrom(newer)}
        />
        <IconButton
          icon={ChevronRight}
          label={t("older")}
          disabled={older === null}
          onClick={() => onFrom(older)}
        />
      </span>
    </>
  );
}
