"use client";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { SearchInput } from "@/components/ui/input";
import { FilterEmpty } from "@/components/ui/states";
import { useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import type { GridView } from "@/lib/runs/schema";
import { withTasks } from "./grid-model";
import { RunGrid } from "./run-grid";
import type { useGridView } from "./use-grid-view";

/** Their library is loaded beside the runs; the place is theirs from the start. */
const GridFilters = dynamic(() => import("./grid-filters").then((module) => module.GridFilters), {
  ssr: false,
  loading: () => <span className="block h-8 w-120 max-w-full max-sm:h-18" />,
});

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
  const { window, find, setFilter, setFind } = view;
  const shown = withTasks(grid, find);
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
          <GridFilters view={view} newer={grid.newer} older={grid.older} />
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
