import type { OnDemandViewView } from "@/lib/features/schema";

/** A computed feature as it is typed, under a key of its own while its name changes. */
export type TypedFeature = { key: number; name: string; type: string; expression: string };

let made = 0;

export function newFeature(name = "", type = "DOUBLE", expression = ""): TypedFeature {
  made += 1;
  return { key: made, name, type, expression };
}

export const typedFeatures = (features: OnDemandViewView["features"]) =>
  features.map(({ name, type, expression }) => newFeature(name, type, expression));

/** `name=view:feature` a line for each feature of a view, after what stands there; a taken name is let be. */
export function withInputsOf(
  text: string,
  view: { name: string; fields: readonly { name: string }[] },
): string {
  const taken = new Set(text.split("\n").map((line) => line.split("=")[0]?.trim()));
  const lines = view.fields
    .filter(({ name }) => !taken.has(name))
    .map(({ name }) => `${name}=${view.name}:${name}`);
  return [text.trimEnd(), ...lines].filter((line) => line !== "").join("\n");
}
