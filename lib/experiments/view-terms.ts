import type { ViewType } from "./values";
import type { KeyKind, Lifecycle } from "./view-schema";

export function viewOf(lifecycle: Lifecycle): ViewType {
  return lifecycle === "active" ? "ACTIVE_ONLY" : "DELETED_ONLY";
}

/** Clients log any number of 64 bits as a time; null for one that no calendar has. */
export function instantOf(ms: number | null): string | null {
  const at = new Date(ms ?? Number.NaN);
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at.toISOString() : null;
}

/** A metric's last value, its least, greatest and first one; and what else has a key. */
type ValueKind = KeyKind | "min" | "max" | "first";
const PREFIXES: Readonly<Record<string, ValueKind>> = {
  metrics: "metric",
  min: "min",
  max: "max",
  first: "first",
  params: "param",
  tags: "tag",
};

/** "metrics.auc" and its like; null for anything else. */
export function keyOf(name: string): { kind: ValueKind; key: string } | null {
  const dot = name.indexOf(".");
  const prefix = name.slice(0, Math.max(0, dot));
  const kind = Object.hasOwn(PREFIXES, prefix) ? PREFIXES[prefix] : undefined;
  const key = name.slice(dot + 1);
  return kind && key !== "" ? { kind, key } : null;
}
