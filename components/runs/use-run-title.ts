"use client";
import { useEffect } from "react";
import { useStateLabel } from "@/components/ui/status";
import type { RunView } from "@/lib/runs/schema";

/** The title of a tab has the run's state and name. */
export function useRunTitle(run: RunView, name: string): void {
  const label = useStateLabel();
  const title = `${label(run.state)} · ${run.dag_id} · ${name} · Gwanje`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
