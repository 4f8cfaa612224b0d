import type { FeatureEntityView, FeatureViewView, OnDemandViewView } from "@/lib/features/schema";
import type { EntityType, ExpressionType } from "@/lib/features/values";
import { type TypedValue, typedValue } from "./typed-value";

/** The body of a look-up of one entity. */
export type LookUpQuestion = {
  entities: Record<string, TypedValue[]>;
  feature_service?: string;
  features?: string[];
};
/** A column of the question: a join key, which is never guessed, or what an on-demand view reads of a request. */
export type NeededColumn =
  | { name: string; type: EntityType; is_key: true }
  | { name: string; type: ExpressionType; is_key: false };
type Definitions = {
  views: readonly Pick<FeatureViewView, "name" | "entities">[];
  onDemandViews: readonly Pick<OnDemandViewView, "name" | "inputs" | "request">[];
  entities: readonly Pick<FeatureEntityView, "name" | "join_key" | "value_type">[];
};

/** The columns that features need, each once, in the order in which the features first need them; keys come first. */
export function columnsOf(features: readonly string[], definitions: Definitions): NeededColumn[] {
  const keys = new Map<string, NeededColumn>();
  const requested = new Map<string, NeededColumn>();
  const addKeys = (name: string) => {
    const view = definitions.views.find((one) => one.name === name);
    for (const wanted of view?.entities ?? []) {
      const entity = definitions.entities.find((one) => one.name === wanted);
      if (entity) keys.set(entity.join_key, { name: entity.join_key, type: entity.value_type, is_key: true });
    }
  };
  for (const name of new Set(features.map(viewOf))) {
    addKeys(name);
    const computed = definitions.onDemandViews.find((one) => one.name === name);
    for (const reference of Object.values(computed?.inputs ?? {})) addKeys(viewOf(reference));
    for (const field of computed?.request ?? [])
      if (!requested.has(field.name)) requested.set(field.name, { ...field, is_key: false });
  }
  return [...keys.values(), ...[...requested.values()].filter(({ name }) => !keys.has(name))];
}

/** Of "view:feature". */
const viewOf = (reference: string) => reference.split(":")[0] ?? "";

/** Keys as one part of the address; a value may hold anything. */
export const keysText = (keys: Readonly<Record<string, string>>) => new URLSearchParams(keys).toString();
export const keysOfText = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text));

export const isMissing = ({ name, is_key }: NeededColumn, keys: Readonly<Record<string, string>>) =>
  is_key && !keys[name];

/** Null while a key is empty, or nothing is needed: there is nothing to ask. */
export function questionOf(
  asked: { service: string } | { features: readonly string[] },
  needed: readonly NeededColumn[],
  keys: Readonly<Record<string, string>>,
): LookUpQuestion | null {
  if (needed.length === 0 || needed.some((column) => isMissing(column, keys))) return null;
  const entities = Object.fromEntries(
    needed.map(({ name, type, is_key }) => {
      const text = keys[name] ?? "";
      return [name, [is_key ? text : typedValue(type, text)]];
    }),
  );
  return "service" in asked
    ? { entities, feature_service: asked.service }
    : { entities, features: [...asked.features] };
}
