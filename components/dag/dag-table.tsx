"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Column } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { useTableParams } from "@/components/data-table/use-table-params";
import { StatusBadge } from "@/components/ui/status";
import type { GraphTask } from "./graph-model";

type DagTableProps = {
  tasks: readonly GraphTask[];
  states: ReadonlyMap<string, string>;
  onSelect: (taskId: string) => void;
};

/** The graph as a table, for people who cannot see it and for graphs too large to draw. */
export function DagTable({ tasks, states, onSelect }: DagTableProps) {
  const t = useTranslations("runs");
  const params = useTableParams("graph_");
  const columns = useMemo(
    (): Column<GraphTask>[] => [
      {
        id: "task",
        header: t("task"),
        hideable: false,
        value: (task) => task.task_id,
        cell: (task) => (
          <button
            type="button"
            title={task.task_id}
            className="min-h-6 max-w-full truncate font-medium hover:underline"
            onClick={() => onSelect(task.task_id)}
          >
            {task.task_id}
          </button>
        ),
      },
      {
        id: "state",
        phone: "end",
        header: t("state"),
        width: 150,
        value: (task) => states.get(task.task_id) ?? "none",
        cell: (task) => <StatusBadge state={states.get(task.task_id) ?? "none"} />,
      },
      {
        id: "after",
        header: t("after"),
        cell: (task) => {
          const before = task.depends_on.join(", ");
          return (
            <span title={before} className="text-fg-muted">
              {before}
            </span>
          );
        },
      },
    ],
    [t, states, onSelect],
  );
  return (
    <DataTable
      label={t("graph_table")}
      columns={columns}
      rows={tasks}
      rowId={(task) => task.task_id}
      params={params}
      sorting="loaded"
      empty={null}
      maxHeight="27.5rem"
      keyboard={false}
    />
  );
}
