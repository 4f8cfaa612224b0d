import type { FeatureField } from "@/lib/features/schema";

/** A row of the form, under a key of its own while its name is typed. */
export type TypedField = { key: number; name: string; type: string };

let made = 0;

export function newField(name = "", type = "DOUBLE"): TypedField {
  made += 1;
  return { key: made, name, type };
}

export const typedFields = (fields: readonly FeatureField[]) =>
  fields.map(({ name, type }) => newField(name, type));
