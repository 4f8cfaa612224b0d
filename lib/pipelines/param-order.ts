import type { DagSpec } from "./schema";

/** The names of the parameters as they were written. */
export function paramOrder({ params }: DagSpec): string[] {
  return isObject(params.properties) ? Object.keys(params.properties) : [];
}

/** The same spec with its parameters in this order; those that it does not name come after. */
export function inParamOrder(spec: DagSpec, order: readonly string[]): DagSpec {
  const { properties } = spec.params;
  if (order.length === 0 || !isObject(properties)) return spec;
  const place = new Map(order.map((name, at) => [name, at]));
  const placeOf = (name: string) => place.get(name) ?? order.length;
  const entries = Object.entries(properties).sort(([one], [other]) => placeOf(one) - placeOf(other));
  return { ...spec, params: { ...spec.params, properties: Object.fromEntries(entries) } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
