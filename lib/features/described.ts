import type { KeptIn } from "./repository/files";

type Described = { description: string; owner: string; tags: Record<string, string> };
type Stamped = { version: number; createdAt: Date; updatedAt: Date } & KeptIn;

/** What entities, views and services have alike, as the API shows it. */
export function describedView(row: Described & Stamped) {
  return {
    description: row.description,
    owner: row.owner,
    tags: row.tags,
    version: row.version,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    file_path: row.filePath,
    stale_at: row.staleAt?.toISOString() ?? null,
  };
}

/** What a change leaves out stays as it was. */
export function withChange<R extends Described>(
  row: R,
  change: { [K in keyof Described]?: Described[K] | undefined },
): R {
  return {
    ...row,
    description: change.description ?? row.description,
    owner: change.owner ?? row.owner,
    tags: change.tags ?? row.tags,
  };
}

/** JSON, whatever the order of the keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, held) =>
    typeof held === "object" && held !== null && !Array.isArray(held) && !(held instanceof Date)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
}
