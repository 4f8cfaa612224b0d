"use client";
import type { ComponentProps } from "react";
import { DataTable } from "@/components/data-table/data-table";
import type { RunView, TaskLine } from "@/lib/runs/schema";

/** The tables of the lists. They are modules of their own because the table's library is large and loads beside the data. */
export function RunsTable(props: ComponentProps<typeof DataTable<RunView>>) {
  return <DataTable {...props} />;
}

export function TasksTable(props: ComponentProps<typeof DataTable<TaskLine>>) {
  return <DataTable {...props} />;
}
