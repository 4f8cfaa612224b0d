import type { FeatureField } from "@/lib/features/schema";
import type { FeatureType } from "@/lib/features/values";

type Schema = { schema_version: number; entities: string[]; fields: FeatureField[] };
export type SchemaChange =
  | { kind: "added" | "removed"; name: string; type: FeatureType }
  | { kind: "retyped"; name: string; type: FeatureType; from: FeatureType }
  | { kind: "entities"; entities: string[]; from: string[] };

/** What a version of a schema changed of the one before. The order of fields is no change. */
export function changesBetween(before: Schema, after: Schema): SchemaChange[] {
  const [old, now] = [typesOf(before), typesOf(after)];
  const kept = after.fields.flatMap(({ name, type }): SchemaChange[] => {
    const from = old.get(name);
    if (from === undefined) return [{ kind: "added", name, type }];
    return from === type ? [] : [{ kind: "retyped", name, type, from }];
  });
  const removed = before.fields
    .filter(({ name }) => !now.has(name))
    .map(({ name, type }): SchemaChange => ({ kind: "removed", name, type }));
  const isMoved = JSON.stringify(before.entities) !== JSON.stringify(after.entities);
  const moved: SchemaChange[] = isMoved
    ? [{ kind: "entities", entities: after.entities, from: before.entities }]
    : [];
  return [...moved, ...kept, ...removed];
}

/** Since which version each present feature is there under its type without a break. `schemas`: the newest first. */
export function sinceOf(schemas: readonly Schema[]): Map<string, number> {
  const since = new Map<string, number>();
  for (const { name, type } of schemas[0]?.fields ?? []) {
    const broken = schemas.findIndex((schema) => typesOf(schema).get(name) !== type);
    const first = schemas[broken < 0 ? schemas.length - 1 : broken - 1];
    if (first) since.set(name, first.schema_version);
  }
  return since;
}

const typesOf = ({ fields }: Schema) => new Map(fields.map(({ name, type }) => [name, type]));
