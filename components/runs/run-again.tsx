"use client";
import { useQuery } from "@tanstack/react-query";
import { pipelineQueries } from "@/components/pipelines/queries";
import { TriggerDialog } from "@/components/pipelines/trigger-dialog";
import type { RunView } from "@/lib/runs/schema";

/** Starts a new run of the newest version, with this run's values in the form. */
export function RunAgain({ run, onClose }: { run: RunView; onClose: () => void }) {
  const pipeline = useQuery(pipelineQueries.detail(run.dag_id));
  if (!pipeline.data) return null;
  return (
    <TriggerDialog
      dagId={run.dag_id}
      schema={pipeline.data.head?.spec.params}
      given={run.params}
      onClose={onClose}
    />
  );
}
