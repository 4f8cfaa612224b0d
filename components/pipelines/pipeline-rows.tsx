"use client";
import type { ComponentProps } from "react";
import { DataTable } from "@/components/data-table/data-table";
import type { PipelineRow } from "@/lib/pipelines/schema";

/** A module of its own because the table's library is large and loads beside the data. */
export function PipelineRows(props: ComponentProps<typeof DataTable<PipelineRow>>) {
  return <DataTable {...props} />;
}
