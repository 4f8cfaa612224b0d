import { Graph, layout } from "@dagrejs/dagre";
import type { Layout } from "./schema";

/** A little higher than it is drawn; six in a row are to be readable on a laptop. */
const NODE = { width: 160, height: 44 };
/** Beyond this a drawing helps nobody, and laying it out takes seconds: the page shows the table and the grid. */
export const MOST_NODES = 1_000;

/** Left to right, once a version; "tight-tree" because the library's default ranker takes 40 s for 2,000 tasks. */
export function layoutTasks(tasks: readonly { task_id: string; depends_on: readonly string[] }[]): Layout {
  if (tasks.length > MOST_NODES) return { nodes: {}, width: 0, height: 0 };
  const graph = new Graph().setGraph({ rankdir: "LR", ranker: "tight-tree", nodesep: 16, ranksep: 28 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const task of tasks) graph.setNode(task.task_id, { ...NODE });
  for (const task of tasks) for (const upstream of task.depends_on) graph.setEdge(upstream, task.task_id);
  layout(graph);
  const nodes = Object.fromEntries(
    tasks.map(({ task_id }) => {
      const { x, y } = graph.node(task_id);
      return [task_id, { x: Math.round(x - NODE.width / 2), y: Math.round(y - NODE.height / 2) }];
    }),
  );
  const { width = 0, height = 0 } = graph.graph();
  return { nodes, width: Math.round(width), height: Math.round(height) };
}
