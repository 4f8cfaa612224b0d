export type GraphTask = { task_id: string; kind: string; depends_on: readonly string[] };
/** Computed by the server when the version was made. */
export type GraphLayout = {
  nodes: Readonly<Record<string, { x: number; y: number }>>;
  width: number;
  height: number;
};

export type GraphNode = { id: string; position: { x: number; y: number }; kind: string; state: string };
export type GraphEdge = { id: string; source: string; target: string; animated: boolean };

/** Beyond this many tasks a drawing helps nobody; the table and the grid do. */
export const MOST_NODES = 1_000;

export function graphOf(
  tasks: readonly GraphTask[],
  layout: GraphLayout,
  states: Readonly<Record<string, string>>,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const known = new Set(tasks.map((task) => task.task_id));
  const nodes = tasks.map((task) => ({
    id: task.task_id,
    position: layout.nodes[task.task_id] ?? { x: 0, y: 0 },
    kind: task.kind,
    state: states[task.task_id] ?? "none",
  }));
  const edges = tasks.flatMap((task) =>
    task.depends_on
      .filter((parent) => known.has(parent))
      .map((parent) => ({
        id: `${parent} ${task.task_id}`,
        source: parent,
        target: task.task_id,
        animated: states[task.task_id] === "running",
      })),
  );
  return { nodes, edges };
}
