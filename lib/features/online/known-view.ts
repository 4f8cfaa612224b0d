import type { JoinKey } from "../keys";
import type { FeatureType } from "../values";

/** A field of one schema: its type, and where it stands in stored rows. */
export type Place = { type: FeatureType; at: number };
type Layout = ReadonlyMap<string, Place>;

export type KnownView = {
  id: string;
  name: string;
  schemaVersion: number;
  ttlSeconds: number;
  /** By name. */
  joinKeys: readonly JoinKey[];
  keyPrefix: string;
  fields: Layout;
  /** Of every version: a stored row is read by the one that it was written under. */
  layouts: ReadonlyMap<number, Layout>;
};
