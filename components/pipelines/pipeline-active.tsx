"use client";
import { useQuery } from "@tanstack/react-query";
import { StatusBadge } from "@/components/ui/status";
import { PauseSwitch } from "./pause-switch";
import { pipelineQueries } from "./queries";

type PipelineActiveProps = { dagId: string; isPaused: boolean; canWrite: boolean };

/** Shows whether the schedule starts runs, with a switch for people who may change it. */
export function PipelineActive({ dagId, isPaused, canWrite }: PipelineActiveProps) {
  const paused = useQuery(pipelineQueries.detail(dagId)).data?.is_paused ?? isPaused;
  return (
    <span className="inline-flex items-center gap-2">
      {canWrite ? <PauseSwitch dagId={dagId} isPaused={paused} /> : null}
      <StatusBadge state={paused ? "paused" : "active"} />
    </span>
  );
}
