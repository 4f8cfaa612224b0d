import type { EntityType } from "./values";

export type JoinKey = { name: string; type: EntityType };

/** What is under it goes when Redis loses what it was given. */
export const ONLINE_MARKER = "gwanje:features:generation";
/** All online values, for SCAN. */
export const ALL_VALUES = "gwanje:feature:*";

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

/** The texts of an entity's join keys, by name, from the key that its values lie under. */
export function entityOfKey(
  prefix: string,
  joinKeys: readonly JoinKey[],
  key: string,
): Record<string, string> {
  // The guarantee: valueKey made it, of one text for each join key.
  const texts = JSON.parse(key.slice(prefix.length)) as string[];
  return Object.fromEntries(joinKeys.map(({ name }, at) => [name, texts[at] ?? ""]));
}
