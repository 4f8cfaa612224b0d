"use client";
import { cn } from "@/lib/client/cn";
import type { RunView } from "@/lib/runs/schema";
import { useErrorWords } from "./use-error-words";
import { useWaitWords } from "./wait-words";

/** Why a run waits or what failed in it, as on its page. */
export function Why({ run, className }: { run: RunView; className?: string | undefined }) {
  const waits = useWaitWords();
  const words = useErrorWords();
  const text = run.waits_for ? waits(run.waits_for) : run.error ? words(run.error).headline : null;
  if (text === null) return null;
  return (
    <span
      title={text}
      className={cn("truncate text-xs", run.waits_for ? "text-fg-muted" : "text-danger", className)}
    >
      {text}
    </span>
  );
}
