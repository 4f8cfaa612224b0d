import type { FeatureEntityView, FeatureViewView } from "@/lib/features/schema";

/** The body of a look-up of one entity. */
export type LookUpQuestion = {
  entities: Record<string, string[]>;
  feature_service?: string;
  features?: string[];
};
export type JoinKey = Pick<FeatureEntityView, "join_key" | "value_type">;

/** The join keys that features need, each once, in the order in which the features first need them. */
export function joinKeysOf(
  features: readonly string[],
  views: readonly Pick<FeatureViewView, "name" | "entities">[],
  entities: readonly (JoinKey & { name: string })[],
): JoinKey[] {
  const needed = new Map<string, JoinKey>();
  for (const name of new Set(features.map(viewOf))) {
    const view = views.find((one) => one.name === name);
    for (const wanted of view?.entities ?? []) {
      const entity = entities.find((one) => one.name === wanted);
      if (entity && !needed.has(entity.join_key)) needed.set(entity.join_key, entity);
    }
  }
  return [...needed.values()];
}

/** Of "view:feature". */
const viewOf = (reference: string) => reference.split(":")[0] ?? "";

/** Keys as one part of the address; a value may hold anything. */
export const keysText = (keys: Readonly<Record<string, string>>) => new URLSearchParams(keys).toString();
export const keysOfText = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text));

/** Null while a key is empty, or none is needed: there is nothing to ask. */
export function questionOf(
  asked: { service: string } | { features: readonly string[] },
  needed: readonly JoinKey[],
  keys: Readonly<Record<string, string>>,
): LookUpQuestion | null {
  if (needed.length === 0 || needed.some(({ join_key }) => !keys[join_key])) return null;
  const entities = Object.fromEntries(needed.map(({ join_key }) => [join_key, [keys[join_key] ?? ""]]));
  return "service" in asked
    ? { entities, feature_service: asked.service }
    : { entities, features: [...asked.features] };
}
