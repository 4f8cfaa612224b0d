import { Graph, layout } from "@dagrejs/dagre";
import type { Layout } from "./schema";

/** A little higher than drawn; six in a row must be readable on a laptop. */
const NODE = { width: 160, height: 44 };
/** Larger graphs are not drawn: the layout takes seconds and nobody can read it. The page shows table and grid. */
export const MOST_NODES = 1_000;

/** Computed once a version, left to right. "tight-tree", because the default ranker takes 40 s for 2,000 tasks. */
export function layoutTasks(tasks: readonly { task_id: string; depends_on: readonly string[] }[]): Layout {
  if (tasks.length > MOST_NODES) return { nodes: {}, width: 0, height: 0 };
  const graph = new Graph().setGraph({ rankdir: "LR", ranker: "tight-tree", nodesep: 16, ranksep: 28 });
  graph.setDefaultEdgeLabel(() => ({}));
  // The library uses node names as keys of plain objects, and a task may be called "constructor".
  const keys = new Map(tasks.map(({ task_id }, at) => [task_id, `n${at}`]));
  const keyOf = (taskId: string) => keys.get(taskId) ?? "";
  for (const key of keys.values()) graph.setNode(key, { ...NODE });
  for (const { task_id, depends_on } of tasks)
    for (const upstream of depends_on) graph.setEdge(keyOf(upstream), keyOf(task_id));
  layout(graph);
  const nodes = Object.fromEntries(
    tasks.map(({ task_id }) => {
      const { x, y } = graph.node(keyOf(task_id));
      return [task_id, { x: Math.round(x - NODE.width / 2), y: Math.round(y - NODE.height / 2) }];
    }),
  );
  const { width = 0, height = 0 } = graph.graph();
  return { nodes, width: Math.round(width), height: Math.round(height) };
}
