"use client";
import { useEffect } from "react";
import { useStateLabel } from "@/components/ui/status";
import type { RunView } from "@/lib/runs/schema";

/** A tab tells how its run stands, and which it is, while it stands behind others. */
export function useRunTitle(run: RunView, name: string): void {
  const label = useStateLabel();
  const title = `${label(run.state)} · ${run.dag_id} · ${name} · Gwanje`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
