import type { EntityType } from "./values";

export type JoinKey = { name: string; type: EntityType };

/** What all online values of a view begin with, whatever its join keys were. */
const viewPrefix = (viewId: string) => `gwanje:feature:${viewId}:`;
/** All of them, for SCAN. */
export const viewPattern = (viewId: string) => `${viewPrefix(viewId)}*`;

/** What the online values of a view begin with. Other join keys, or other types of them, are other entities. */
export function keyPrefix(viewId: string, joinKeys: readonly JoinKey[]): string {
  return `${viewPrefix(viewId)}${joinKeys.map(({ name, type }) => `${name}=${type}`).join(",")}:`;
}

/** One entity: the texts of its join keys, in the order of the prefix. As JSON no two entities have the same. */
export function valueKey(prefix: string, texts: readonly string[]): string {
  return prefix + JSON.stringify(texts);
}
