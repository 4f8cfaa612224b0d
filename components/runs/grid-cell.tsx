"use client";
import { memo } from "react";
import { StatusIcon } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";

/**
 * Successful cells are plain squares and waiting ones dashed rings; there are thousands, so they are simple boxes.
 * Other states have their own shape, and a failure fills its cell.
 */
export const CellMark = memo(function CellMark({ state }: { state: string }) {
  if (state === "success") return <span className="size-2.5 rounded-[3px] bg-state-success opacity-80" />;
  if (state === "none")
    return <span className="size-2.5 rounded-full border border-state-none border-dashed" />;
  const failed = state === "failed" || state === "lost";
  return (
    <span
      className={cn(
        "grid size-[18px] place-items-center rounded-sm",
        failed && "bg-danger-solid text-[white]",
        state === "upstream_failed" && "bg-warning-soft",
        state === "running" && "bg-info-soft",
      )}
    >
      <StatusIcon state={state} className={failed ? "text-current" : undefined} />
    </span>
  );
});
