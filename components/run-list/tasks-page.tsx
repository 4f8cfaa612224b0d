"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import { useWidth } from "@/components/charts/use-width";
import { ColumnPicker } from "@/components/data-table/column-picker";
import { useTableParams } from "@/components/data-table/use-table-params";
import { runHref } from "@/components/runs/run-href";
import { tasksHref } from "@/components/runs/runs-href";
import { useTimeZone } from "@/components/time/clock";
import { Input } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { LISTED_TASK_STATES } from "@/lib/runs/values";
import { RunFilterBar } from "./filter-bar";
import { addressOf } from "./list-query";
import { isSame, Presets } from "./presets";
import { runListQueries } from "./queries";
import { StateLinks } from "./state-links";
import { TaskCards } from "./task-cards";
import { useFilterWords } from "./use-filter-words";
import { NO_FILTER, useListView } from "./use-list-view";
import { useTaskColumns } from "./use-task-columns";

const loadTable = () => import("./runs-table");
const TasksTable = dynamic(() => loadTable().then((module) => module.TasksTable), {
  ssr: false,
  loading: () => <Skeleton className="h-80" />,
});
const ViewsMenu = dynamic(() => import("./views-menu").then((module) => module.ViewsMenu), { ssr: false });
const BulkBar = dynamic(() => import("./bulk-bar").then((module) => module.BulkBar), { ssr: false });

/** Narrower than this, a row is a card. */
const TABLE_PX = 640;
const KINDS = ["rerun"] as const;
const NOBODY: ReadonlySet<string> = new Set();

/** The task instances of all runs. The address has the filter. */
export function TasksPage({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("run_list");
  const zone = useTimeZone();
  const view = useListView();
  const { filter } = view;
  const params = useTableParams();
  const list = useInfiniteQuery({
    ...runListQueries.tasks(filter, zone),
    placeholderData: keepPreviousData,
  });
  const counts = useQuery({ ...runListQueries.taskCounts(filter, zone), placeholderData: keepPreviousData });
  // Beside the data and not after it.
  useEffect(() => void loadTable(), []);
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.data), [pages]);
  const columns = useTaskColumns();
  const words = useFilterWords();
  const [selected, setSelected] = useState(NOBODY);
  const { ref, width } = useWidth<HTMLDivElement>();
  const chosen = rows?.filter(({ id }) => selected.has(id)) ?? [];
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  const footer = (
    <LoadMore
      shown={rows?.length ?? 0}
      hasMore={list.hasNextPage}
      busy={list.isFetchingNextPage}
      onMore={more}
    />
  );
  return (
    <>
      <Presets of="tasks" view={view} />
      <RunFilterBar
        view={view}
        textHint={t("task_text_hint")}
        end={
          <>
            <ViewsMenu page="tasks" canShare={canWrite} />
            <ColumnPicker columns={columns} params={params} />
          </>
        }
      >
        <TaskName
          key={filter.task ?? ""}
          value={filter.task ?? ""}
          onApply={(task) => view.change({ task })}
        />
      </RunFilterBar>
      <StateLinks
        label={t("task_states")}
        states={LISTED_TASK_STATES}
        chosen={filter.state}
        counts={counts.data?.counts ?? undefined}
        atMost={Number.POSITIVE_INFINITY}
        hrefOf={(state) => tasksHref(addressOf({ ...filter, state: state === null ? null : [state] }))}
        onChoose={(state) => view.change({ state: state === null ? null : [state] })}
      />
      {counts.data?.counts === null ? (
        <p className="text-fg-subtle text-xs">{t("too_many_to_count", { count: counts.data.at_most })}</p>
      ) : null}
      {canWrite && chosen.length > 0 ? (
        <BulkBar
          words={t("tasks_selected", { count: chosen.length })}
          target={{ tasks: chosen.map(({ run_id, task_id }) => ({ run_id, task_id })) }}
          kinds={KINDS}
          onNone={() => setSelected(NOBODY)}
          onDone={() => setSelected(NOBODY)}
        />
      ) : null}
      <div ref={ref} className="min-w-0">
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : rows === undefined ? (
          <TableSkeleton rows={12} label={t("loading_tasks")} />
        ) : rows.length === 0 ? (
          isSame(filter, NO_FILTER) ? (
            <EmptyState title={t("no_tasks")} description={t("none_detail")} />
          ) : (
            <FilterEmpty filters={words(filter)} onClear={view.clear} />
          )
        ) : width > 0 && width < TABLE_PX ? (
          <>
            <TaskCards label={t("tasks")} tasks={rows} />
            {footer}
          </>
        ) : (
          <TasksTable
            label={t("tasks")}
            columns={columns}
            rows={rows}
            rowId={(task) => task.id}
            params={params}
            sorting="server"
            rowHref={(task) => runHref(task.dag_id, task.run_id, task.task_id)}
            selection={canWrite ? { ids: selected, onChange: setSelected } : undefined}
            empty={null}
            maxHeight="calc(100dvh - 19rem)"
            onEnd={more}
            footer={footer}
          />
        )}
      </div>
    </>
  );
}

/** The whole name of a task; Enter applies it. */
function TaskName({ value, onApply }: { value: string; onApply: (task: string | null) => void }) {
  const t = useTranslations("run_list");
  const [draft, setDraft] = useState(value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft.trim() === "" ? null : draft.trim());
      }}
    >
      <Input
        aria-label={t("task_name")}
        placeholder={t("task_name")}
        className="w-36"
        value={draft}
        autoComplete="off"
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          if (event.currentTarget.value === "" && value !== "") onApply(null);
        }}
      />
    </form>
  );
}
