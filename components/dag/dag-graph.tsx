"use client";
import "@xyflow/react/dist/base.css";
import { Controls, Handle, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import { DagTable } from "./dag-table";
import { type GraphLayout, type GraphTask, graphOf, MOST_NODES } from "./graph-model";

type TaskNodeType = Node<{ kind: string; state: string }, "task">;

function TaskNode({ id, data, selected }: NodeProps<TaskNodeType>) {
  const label = useStateLabel();
  return (
    <div
      className={cn(
        "flex h-10 w-44 items-center gap-2 rounded-md border bg-surface px-2 text-sm",
        selected && "border-accent outline outline-1 outline-accent",
      )}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <StatusIcon state={data.state} />
      <span className="min-w-0 leading-4">
        <span className="block truncate font-medium" title={id}>
          {id}
        </span>
        <span className="block truncate text-2xs text-fg-muted">{`${data.kind} · ${label(data.state)}`}</span>
      </span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

/** A chain of tasks needs a strip, not a page; the controls need room too. */
const LEAST_PX = 200;
const MOST_PX = 440;
/** Never larger than life: three tasks are not a poster. */
const FIT = { maxZoom: 1, minZoom: 0.4, padding: 0.1 };
const NODE_TYPES = { task: TaskNode };

type DagGraphProps = {
  tasks: readonly GraphTask[];
  layout: GraphLayout;
  states: Readonly<Record<string, string>>;
  selected: string | null;
  onSelect: (taskId: string) => void;
};

export function DagGraph({ tasks, layout, states, selected, onSelect }: DagGraphProps) {
  const t = useTranslations("runs");
  const graph = useMemo(() => graphOf(tasks, layout, states), [tasks, layout, states]);
  const nodes = useMemo(
    () =>
      graph.nodes.map(
        ({ id, position, kind, state }): TaskNodeType => ({
          id,
          position,
          type: "task",
          data: { kind, state },
          selected: id === selected,
        }),
      ),
    [graph, selected],
  );
  const table = <DagTable tasks={tasks} states={states} onSelect={onSelect} />;
  if (tasks.length > MOST_NODES) return table;
  return (
    <>
      <section
        aria-label={t("graph")}
        className="rounded-md border bg-bg"
        style={{ height: Math.min(Math.max(layout.height + 96, LEAST_PX), MOST_PX) }}
      >
        <ReactFlow
          nodes={nodes}
          edges={graph.edges}
          nodeTypes={NODE_TYPES}
          nodesDraggable={false}
          nodesConnectable={false}
          onNodeClick={(_, node) => onSelect(node.id)}
          fitView
          fitViewOptions={FIT}
          minZoom={0.1}
          onlyRenderVisibleElements
        >
          <Controls showInteractive={false} />
        </ReactFlow>
      </section>
      <details className="text-sm">
        <summary className="min-h-6 cursor-pointer text-fg-muted">{t("graph_table")}</summary>
        {table}
      </details>
    </>
  );
}
