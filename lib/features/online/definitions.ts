import { type JoinKey, keyPrefix } from "../keys";
import type { SnapshotRow } from "../repository/snapshot";
import type { KnownView } from "./known-view";
import { type KnownOnDemandView, knownOnDemandView } from "./on-demand";

export type { KnownView, Place } from "./known-view";

/** All definitions at one moment. An answer is made of one of these and so never mixes two states. */
export type Definitions = {
  revision: bigint;
  views: ReadonlyMap<string, KnownView>;
  viewsBySource: ReadonlyMap<string, KnownView>;
  onDemandViews: ReadonlyMap<string, KnownOnDemandView>;
  services: ReadonlyMap<string, readonly string[]>;
};

export function definitionsOfRow({
  revision,
  entities,
  views,
  onDemandViews,
  services,
}: SnapshotRow): Definitions {
  const joinKeys = new Map(entities.map((one) => [one.name, { name: one.joinKey, type: one.valueType }]));
  const known = views.map((view) => ({ view, made: knownView(view, joinKeys) }));
  const byName = new Map(known.map(({ made }) => [made.name, made]));
  return {
    revision: BigInt(revision),
    views: byName,
    onDemandViews: new Map(onDemandViews.map((row) => [row.name, knownOnDemandView(row, byName)])),
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
