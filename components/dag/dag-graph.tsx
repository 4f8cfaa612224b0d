"use client";
import "@xyflow/react/dist/base.css";
import { Controls, type NodeHandle, Position, ReactFlow } from "@xyflow/react";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import { isPlainClick } from "@/components/ui/select-link";
import { DagTable } from "./dag-table";
import {
  firstSight,
  type GraphLayout,
  type GraphNode,
  type GraphTask,
  graphOf,
  MOST_NODES,
  type NodeFacts,
} from "./graph-model";
import { TaskNode, type TaskNodeType } from "./task-node";

/** A chain of tasks needs little height, but the controls need some. */
const LEAST_PX = 200;
const MOST_PX = 440;
/** The smallest zoom of the button that shows the whole graph. */
const WHOLE = { maxZoom: 1, padding: 0.1 };
/** Above this number only visible nodes are drawn; below it all are, so that panning shows them at once. */
const MANY = 100;
const NODE_TYPES = { task: TaskNode };

/** Sizes in px are given, because nodes that must be measured are all drawn first, even invisible ones. */
const SIZE = { width: 160, height: 40 };
const HANDLE_PX = 5;

function handlesOf(ends: GraphNode["ends"]): NodeHandle[] {
  const at = (x: number) => ({
    x: x - HANDLE_PX / 2,
    y: (SIZE.height - HANDLE_PX) / 2,
    width: HANDLE_PX,
    height: HANDLE_PX,
  });
  return [
    ...(ends.in ? [{ type: "target" as const, position: Position.Left, ...at(0) }] : []),
    ...(ends.out ? [{ type: "source" as const, position: Position.Right, ...at(SIZE.width) }] : []),
  ];
}

type DagGraphProps = {
  tasks: readonly GraphTask[];
  layout: GraphLayout;
  states: ReadonlyMap<string, string>;
  /** What tasks took; left out where it is not known. */
  facts?: ReadonlyMap<string, NodeFacts> | undefined;
  /** The address of a task, for clicks that open it elsewhere. */
  hrefOf?: ((taskId: string) => string) | undefined;
  selected: string | null;
  onSelect: (taskId: string) => void;
};

export function DagGraph({ tasks, layout, states, facts, hrefOf, selected, onSelect }: DagGraphProps) {
  const t = useTranslations("runs");
  const graph = useMemo(() => graphOf(tasks, layout, states), [tasks, layout, states]);
  const nodes = useMemo(
    () =>
      graph.nodes.map(
        ({ id, position, kind, state, ends }): TaskNodeType => ({
          id,
          position,
          ...SIZE,
          handles: handlesOf(ends),
          type: "task",
          data: { kind, state, ends, facts: facts?.get(id), href: hrefOf?.(id) },
          selected: id === selected,
        }),
      ),
    [graph, selected, facts, hrefOf],
  );
  const [box, setBox] = useState<{ width: number; height: number } | null>(null);
  // Known before the first drawing, because a graph that is placed later jumps.
  const measure = useCallback((section: HTMLElement | null) => {
    if (section) setBox({ width: section.clientWidth, height: section.clientHeight });
  }, []);
  const table = <DagTable tasks={tasks} states={states} onSelect={onSelect} />;
  if (tasks.length > MOST_NODES) return table;
  return (
    <>
      <section
        ref={measure}
        aria-label={t("graph")}
        className="rounded-md border bg-bg"
        style={{ height: Math.min(Math.max(layout.height + 96, LEAST_PX), MOST_PX) }}
      >
        {box ? (
          <ReactFlow
            proOptions={{ hideAttribution: true }}
            nodes={nodes}
            edges={graph.edges}
            nodeTypes={NODE_TYPES}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={hrefOf === undefined}
            onNodeClick={(event, node) => {
              if (!isPlainClick(event)) return;
              event.preventDefault();
              onSelect(node.id);
            }}
            defaultViewport={firstSight(layout, box)}
            minZoom={0.1}
            onlyRenderVisibleElements={tasks.length > MANY}
          >
            <Controls orientation="horizontal" showInteractive={false} fitViewOptions={WHOLE} />
          </ReactFlow>
        ) : null}
      </section>
      <details className="text-sm">
        <summary className="min-h-6 cursor-pointer text-fg-muted">{t("graph_table")}</summary>
        {table}
      </details>
    </>
  );
}
