export type GraphTask = { task_id: string; kind: string; depends_on: readonly string[] };
/** What a task took in the run that is shown. */
export type NodeFacts = { tries: number; durationMs: number | null };
/** Computed by the server when the version was saved. */
export type GraphLayout = {
  nodes: Readonly<Record<string, { x: number; y: number }>>;
  width: number;
  height: number;
};

export type GraphNode = {
  id: string;
  position: { x: number; y: number };
  kind: string;
  state: string;
  /** Which sides of the node an edge ends at. */
  ends: { in: boolean; out: boolean };
};
export type GraphEdge = { id: string; source: string; target: string; animated: boolean };

/** Beyond this many tasks a drawing is of no use; the table and the grid are. */
export const MOST_NODES = 1_000;

export function graphOf(
  tasks: readonly GraphTask[],
  layout: GraphLayout,
  states: ReadonlyMap<string, string>,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  // A Map, because an object inherits names such as "constructor", which a task may have.
  const places = new Map(Object.entries(layout.nodes));
  const known = new Set(tasks.map((task) => task.task_id));
  const edges = tasks.flatMap((task) =>
    task.depends_on
      .filter((parent) => known.has(parent))
      .map((parent) => ({
        id: `${parent} ${task.task_id}`,
        source: parent,
        target: task.task_id,
        animated: states.get(task.task_id) === "running",
      })),
  );
  const targets = new Set(edges.map((edge) => edge.target));
  const sources = new Set(edges.map((edge) => edge.source));
  const nodes = tasks.map((task) => ({
    id: task.task_id,
    position: places.get(task.task_id) ?? { x: 0, y: 0 },
    kind: task.kind,
    state: states.get(task.task_id) ?? "none",
    ends: { in: targets.has(task.task_id), out: sources.has(task.task_id) },
  }));
  return { nodes, edges };
}

type Size = { width: number; height: number };

/** The smallest zoom at first: the 13 px of a task's name become 11 px. */
const READABLE = 0.85;
const MARGIN = 16;

/**
 * The first view of a graph in px of its box. It is whole and centred when that is readable, else it starts at the
 * first tasks and can be panned. Never larger than 100 %.
 */
export function firstSight(graph: Size, box: Size): { x: number; y: number; zoom: number } {
  const fits = Math.min(
    (box.width - 2 * MARGIN) / Math.max(graph.width, 1),
    (box.height - 2 * MARGIN) / Math.max(graph.height, 1),
  );
  const zoom = Math.min(Math.max(fits, READABLE), 1);
  const start = (room: number, length: number) => Math.max((room - length * zoom) / 2, MARGIN);
  return { x: start(box.width, graph.width), y: start(box.height, graph.height), zoom };
}
