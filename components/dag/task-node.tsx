"use client";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { useLocale, useTranslations } from "next-intl";
import { TaskName } from "@/components/runs/task-name";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import { duration } from "@/lib/client/format";
import type { GraphNode, NodeFacts } from "./graph-model";

export type TaskNodeType = Node<
  Pick<GraphNode, "kind" | "state" | "ends"> & { facts: NodeFacts | undefined; href: string | undefined },
  "task"
>;

/** Reckoned in the grid's smaller letters: names that begin alike are told apart by their ends. */
const NAME_PX = 106;

/** The whole node has the colour of the state, so that it is seen from afar; a failure is the only solid one. */
const LOOKS: Record<string, string> = {
  success: "border-state-success bg-success-soft",
  failed: "border-danger-solid bg-danger-solid text-[white]",
  lost: "border-danger-solid bg-danger-solid text-[white]",
  running: "border-state-running bg-info-soft",
  restarting: "border-state-running bg-info-soft",
  up_for_retry: "border-state-retry bg-warning-soft",
  upstream_failed: "border-state-upstream bg-warning-soft",
  queued: "border-state-queued bg-surface",
  skipped: "border-state-skipped border-dashed bg-surface",
  cancelled: "border-state-cancelled bg-surface-3",
};

export function TaskNode({ id, data, selected }: NodeProps<TaskNodeType>) {
  const t = useTranslations("runs");
  const label = useStateLabel();
  const locale = useLocale();
  const { kind, state, ends, facts, href } = data;
  const name = <TaskName name={id} px={NAME_PX} />;
  const isSolid = state === "failed" || state === "lost";
  const took = facts?.durationMs ?? null;
  const words = [
    state === "none" ? kind : label(state),
    took === null ? null : duration(took, locale),
    facts && facts.tries > 1 ? t("try_short", { number: facts.tries }) : null,
  ].filter((word) => word !== null);
  return (
    <div
      className={cn(
        "relative flex size-full items-center gap-2 rounded-md border px-2 text-sm",
        LOOKS[state] ?? "bg-surface",
        selected && "outline outline-2 outline-accent outline-offset-1",
      )}
    >
      {ends.in ? <Handle type="target" position={Position.Left} isConnectable={false} /> : null}
      <StatusIcon state={state} className={isSolid ? "text-current" : undefined} />
      <span className="min-w-0 leading-4">
        <span className="block truncate font-medium" title={`${id} (${kind})`}>
          {href === undefined ? (
            name
          ) : (
            <a
              href={href}
              draggable={false}
              className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent"
            >
              {name}
            </a>
          )}
        </span>
        <span className={cn("nums block truncate text-2xs", isSolid ? "text-current" : "text-fg-muted")}>
          {words.join(" · ")}
        </span>
      </span>
      {ends.out ? <Handle type="source" position={Position.Right} isConnectable={false} /> : null}
    </div>
  );
}
