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
  // The library keys plain objects by the names of nodes, and an author may call a task "constructor".
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
