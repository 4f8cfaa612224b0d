"use client";
import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { GraphTask } from "./graph-model";

type DagTableProps = {
  tasks: readonly GraphTask[];
  states: Readonly<Record<string, string>>;
  onSelect: (taskId: string) => void;
};

/** The graph for those who can not see it, and for graphs too large to draw. */
export function DagTable({ tasks, states, onSelect }: DagTableProps) {
  const t = useTranslations("runs");
  return (
    <Table label={t("graph_table")}>
      <thead>
        <tr>
          <Th>{t("task")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("after")}</Th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <Tr key={task.task_id}>
            <Td>
              <button
                type="button"
                className="min-h-6 font-medium hover:underline"
                onClick={() => onSelect(task.task_id)}
              >
                {task.task_id}
              </button>
            </Td>
            <Td>
              <StatusBadge state={states[task.task_id] ?? "none"} />
            </Td>
            <Td className="text-fg-muted">{task.depends_on.join(", ")}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
