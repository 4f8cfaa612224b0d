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

/** Letters stay readable down to this scale. */
const LEAST_ZOOM = 0.85;
const MARGIN_PX = 24;

/**
 * Where a drawing is first looked at: whole and in the middle when it can be read so, else from its first task on. Never
 * larger than life: three tasks are not a poster.
 */
export function firstView(
  layout: Pick<GraphLayout, "width" | "height">,
  frame: { width: number; height: number },
): { x: number; y: number; zoom: number } {
  const whole = Math.min(
    (frame.width - 2 * MARGIN_PX) / layout.width,
    (frame.height - 2 * MARGIN_PX) / layout.height,
  );
  const zoom = Math.min(1, Math.max(LEAST_ZOOM, whole));
  const place = (room: number, size: number) => Math.max(MARGIN_PX, (room - size * zoom) / 2);
  return { x: place(frame.width, layout.width), y: place(frame.height, layout.height), zoom };
}

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
