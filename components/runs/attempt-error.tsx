"use client";
import { Ban, CircleAlert } from "lucide-react";
import { cn } from "@/lib/client/cn";
import type { AttemptView } from "@/lib/runs/schema";
import { useErrorWords } from "./use-error-words";

/** These were stopped on purpose and did not fail. */
const STOPPED: ReadonlySet<string | null> = new Set(["cancelled", "cleared", "fenced"]);

/** Why an attempt failed: the program's own message, then what it means and what to do. */
export function AttemptError({ attempt }: { attempt: AttemptView }) {
  const words = useErrorWords();
  const { error_code: code, error_detail, exit_code } = attempt;
  if (!code && !error_detail) return null;
  const { headline, more, detail } = words({ code, detail: error_detail, exit_code });
  const said = headline === error_detail;
  const stopped = STOPPED.has(code);
  const Icon = stopped ? Ban : CircleAlert;
  return (
    <div
      role="note"
      className={cn(
        "flex gap-2 rounded-md border px-3 py-2 text-sm [overflow-wrap:anywhere]",
        stopped ? "bg-surface-2" : "border-danger/30 bg-danger-soft text-danger",
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className={cn("font-medium", said && !stopped && "font-mono text-[13px]")}>{headline}</p>
        {more ? <p className="text-fg-muted text-xs">{more}</p> : null}
        {detail ? <p className="whitespace-pre-wrap text-fg-muted text-xs">{detail}</p> : null}
      </div>
    </div>
  );
}
