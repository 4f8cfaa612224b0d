"use client";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { SearchInput } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { FilterEmpty } from "@/components/ui/states";
import { useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import type { GridView } from "@/lib/runs/schema";
import { RUN_STATES, RUN_TYPES } from "@/lib/runs/values";
import { AxisPager } from "./axis-pager";
import { withTasks } from "./grid-model";
import { RunGrid } from "./run-grid";
import type { useGridView } from "./use-grid-view";

/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";
/** So many tasks are found by looking. */
const FEW_TASKS = 8;

type GridCardProps = {
  dagId: string;
  grid: GridView;
  view: ReturnType<typeof useGridView>;
  /** The runs of another window come. */
  isComing: boolean;
};

/** The grid with what it shows: which runs, how many, from when, and which tasks. */
export function GridCard({ dagId, grid, view, isComing }: GridCardProps) {
  const t = useTranslations("pipeline_grid");
  const runs = useTranslations("runs");
  const label = useStateLabel();
  const { window, find, setFilter, setColumns, setFrom, setFind } = view;
  const shown = withTasks(grid, find);
  const any = (text: string) => ({ value: ANY, label: text });
  const named = [
    window.state ? label(window.state) : "",
    window.type ? runs(`types.${window.type as "manual"}`) : "",
    window.backfill ? runs("one_backfill") : "",
    window.version ? runs("version_number", { number: window.version }) : "",
  ].filter(Boolean);
  const clear = () => setFilter({ state: null, type: null, backfill: null, version: null });
  return (
    <Card
      flush
      title={runs("grid")}
      description={grid.cut_to === null ? runs("grid_detail") : t("cut", { count: grid.cut_to })}
      actions={
        <>
          {grid.task_ids.length > FEW_TASKS || find !== "" ? (
            <SearchInput
              label={t("find_task")}
              clearLabel={t("find_clear")}
              value={find}
              onChange={setFind}
              className="w-44"
            />
          ) : null}
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
            newer={grid.newer}
            older={grid.older}
            onFrom={setFrom}
          />
        </>
      }
    >
      <div className={cn(isComing && "opacity-60 transition-opacity")}>
        {grid.runs.length === 0 ? (
          <FilterEmpty filters={named} onClear={clear} />
        ) : shown.task_ids.length === 0 ? (
          <p role="status" className="px-4 py-6 text-center text-fg-muted text-sm">
            {t("no_task", { text: find })}
          </p>
        ) : (
          // Another window is looked at from its first run.
          <RunGrid key={window.from} dagId={dagId} grid={shown} />
        )}
      </div>
    </Card>
  );
}
