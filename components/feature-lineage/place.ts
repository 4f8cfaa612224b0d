import { type LineageNode, STAGES } from "./lineage";

export const NODE = { width: 184, height: 44 } as const;
const GAP = { x: 56, y: 8 } as const;
export const COLUMN_PX = NODE.width + GAP.x;

export type Placed = LineageNode & { x: number; y: number };
export type Picture = {
  nodes: Placed[];
  /** From right to left: what a line leads from, and to. */
  lines: { id: string; from: Placed; to: Placed }[];
  width: number;
  height: number;
};

/** A column for each stage. In it, nodes stand near what they come from, so that lines cross seldom. */
export function placed(nodes: readonly LineageNode[]): Picture {
  const rowOf = new Map<string, number>();
  const all: Placed[] = STAGES.flatMap((stage, column) => {
    const ordered = nodes
      .filter((one) => one.stage === stage)
      .map((one) => ({ one, at: middleOf(one.from.flatMap((id) => rowOf.get(id) ?? [])) }))
      .sort((a, b) => a.at - b.at || (a.one.name < b.one.name ? -1 : 1));
    return ordered.map(({ one }, row) => {
      rowOf.set(one.id, row);
      return { ...one, x: column * COLUMN_PX, y: row * (NODE.height + GAP.y) };
    });
  });
  const known = new Map(all.map((one) => [one.id, one]));
  const lines = all.flatMap((to) =>
    to.from.flatMap((id) => {
      const from = known.get(id);
      return from ? [{ id: `${id} ${to.id}`, from, to }] : [];
    }),
  );
  return {
    nodes: all,
    lines,
    width: STAGES.length * COLUMN_PX - GAP.x,
    height: Math.max(NODE.height, ...all.map(({ y }) => y + NODE.height)),
  };
}

/** What comes from nothing stands last. */
const middleOf = (rows: readonly number[]) =>
  rows.length === 0 ? Number.MAX_SAFE_INTEGER : rows.reduce((sum, row) => sum + row, 0) / rows.length;
