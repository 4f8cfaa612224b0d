import { type JoinKey, keyPrefix } from "../keys";
import type { SnapshotRow } from "../repository/snapshot";
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

/** All definitions at one moment. An answer is made of one of these and so never mixes two states. */
export type Definitions = {
  revision: bigint;
  views: ReadonlyMap<string, KnownView>;
  viewsBySource: ReadonlyMap<string, KnownView>;
  services: ReadonlyMap<string, readonly string[]>;
};

export function definitionsOfRow({ revision, entities, views, services }: SnapshotRow): Definitions {
  const joinKeys = new Map(entities.map((one) => [one.name, { name: one.joinKey, type: one.valueType }]));
  const known = views.map((view) => ({ view, made: knownView(view, joinKeys) }));
  return {
    revision: BigInt(revision),
    views: new Map(known.map(({ made }) => [made.name, made])),
    viewsBySource: new Map(
      known.flatMap(({ view, made }) => (view.pushSource === null ? [] : [[view.pushSource, made]])),
    ),
    services: new Map(services.map(({ name, features }) => [name, features])),
  };
}

function knownView(view: SnapshotRow["views"][number], joinKeys: ReadonlyMap<string, JoinKey>): KnownView {
  const layouts = new Map(
    view.schemas.map(({ version, fields }) => [
      version,
      new Map(fields.map(({ name, type }, at) => [name, { type, at }])),
    ]),
  );
  const keys = view.entities
    .flatMap((name) => joinKeys.get(name) ?? [])
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    id: view.id,
    name: view.name,
    schemaVersion: view.schemaVersion,
    ttlSeconds: view.ttlSeconds,
    joinKeys: keys,
    keyPrefix: keyPrefix(view.id, keys),
    fields: layouts.get(view.schemaVersion) ?? new Map(),
    layouts,
  };
}
