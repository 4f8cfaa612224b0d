"use client";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { useStateLabel } from "@/components/ui/status";
import { RUN_STATES, RUN_TYPES } from "@/lib/runs/values";
import { AxisPager } from "./axis-pager";
import type { useGridView } from "./use-grid-view";

/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";

type GridFiltersProps = {
  view: ReturnType<typeof useGridView>;
  newer: string | null;
  older: string | null;
};

/** Which runs the grid shows, how many, and from when. */
export function GridFilters({ view, newer, older }: GridFiltersProps) {
  const runs = useTranslations("runs");
  const label = useStateLabel();
  const { window, setFilter, setColumns, setFrom } = view;
  const any = (text: string) => ({ value: ANY, label: text });
  return (
    <>
      <Select
        label={runs("state")}
        className="w-32"
        value={window.state ?? ANY}
        onChange={(state) => setFilter({ state: state === ANY ? null : state })}
        options={[any(runs("any_state")), ...RUN_STATES.map((value) => ({ value, label: label(value) }))]}
      />
      <Select
        label={runs("type")}
        className="w-32"
        value={window.type ?? ANY}
        onChange={(type) => setFilter({ type: type === ANY ? null : type })}
        options={[
          any(runs("any_type")),
          ...RUN_TYPES.map((value) => ({ value, label: runs(`types.${value}`) })),
        ]}
      />
      <AxisPager
        columns={window.columns}
        onColumns={setColumns}
        from={window.from}
        newer={newer}
        older={older}
        onFrom={setFrom}
      />
    </>
  );
}
