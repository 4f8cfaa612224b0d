import { endpointHref } from "@/components/endpoints/queries";
import { trainingRunHref } from "@/components/experiments/queries";
import { listHref, onDemandHref, sourceHref, viewHref } from "@/components/features/queries";
import { versionHref } from "@/components/models/queries";
import { trainingSetHref } from "@/components/training-sets/queries";
import type { EndpointView } from "@/lib/endpoints/schema";
import type { TrainingSetUsers } from "@/lib/feature-lineage/schema";
import type {
  FeatureServiceView,
  FeatureSourceView,
  FeatureViewView,
  OnDemandViewView,
  TrainingSetView,
} from "@/lib/features/schema";

/** In the order in which values flow. Names of messages, too. */
export const STAGES = ["sources", "views", "computed", "services", "asked", "models"] as const;
export type Stage = (typeof STAGES)[number];

/** `id` tells kinds apart, which may have one name; `from` are ids. */
export type LineageNode = {
  id: string;
  stage: Stage;
  kind: "source" | "push" | "view" | "computed" | "service" | "endpoint" | "training_set" | "run" | "version";
  name: string;
  href: string;
  from: readonly string[];
  /** When it was made, of what has no name of its own. */
  at?: string;
};

export type LineageGiven = {
  sources: readonly Pick<FeatureSourceView, "name">[];
  views: readonly Pick<FeatureViewView, "name" | "source" | "push_source">[];
  onDemandViews: readonly Pick<OnDemandViewView, "name" | "inputs">[];
  services: readonly Pick<FeatureServiceView, "name" | "features">[];
  endpoints: readonly Pick<EndpointView, "name" | "feature_service" | "variants">[];
  trainingSets: readonly (Pick<TrainingSetView, "id" | "feature_service" | "features" | "created_at"> & {
    name: string;
  })[];
  users: TrainingSetUsers["data"];
};

/** Everything that features are made of and that is made of them. What points to nothing that is there has no such origin. */
export function lineageOf(given: LineageGiven): LineageNode[] {
  const computed = new Set(given.onDemandViews.map(({ name }) => name));
  const viewId = (reference: string) => {
    const name = reference.split(":")[0] ?? "";
    return computed.has(name) ? `computed:${name}` : `view:${name}`;
  };
  const idsOf = (references: readonly string[]) => [...new Set(references.map(viewId))];
  const made: LineageNode[] = [
    ...given.sources.map(({ name }) => node("source", "sources", name, sourceHref(name), [])),
    ...given.views.flatMap(({ name, push_source }) =>
      push_source === null ? [] : [node("push", "sources", push_source, viewHref(name), [])],
    ),
    ...given.views.map(({ name, source, push_source }) =>
      node("view", "views", name, viewHref(name), [
        ...(source === null ? [] : [`source:${source}`]),
        ...(push_source === null ? [] : [`push:${push_source}`]),
      ]),
    ),
    ...given.onDemandViews.map(({ name, inputs }) =>
      node("computed", "computed", name, onDemandHref(name), idsOf(Object.values(inputs))),
    ),
    ...given.services.map(({ name, features }) =>
      node("service", "services", name, listHref("services", name), idsOf(features)),
    ),
    ...given.endpoints.flatMap(({ name, feature_service }) =>
      feature_service === null
        ? []
        : [node("endpoint", "asked", name, endpointHref(name), [`service:${feature_service}`])],
    ),
    ...given.trainingSets.map(({ id, name, feature_service, features, created_at }) => ({
      ...node("training_set", "asked", name, trainingSetHref(id), [
        ...(feature_service === null ? idsOf(features ?? []) : [`service:${feature_service}`]),
      ]),
      id: `training_set:${id}`,
      at: created_at,
    })),
    ...modelsOf(given),
  ];
  const known = new Set(made.map(({ id }) => id));
  return made.map((one) => ({ ...one, from: one.from.filter((id) => known.has(id)) }));
}

/** Versions that endpoints with features answer with, and runs that read training sets with their versions. */
function modelsOf({ endpoints, users }: LineageGiven): LineageNode[] {
  const found = new Map<string, LineageNode>();
  const add = (one: LineageNode) => {
    const before = found.get(one.id);
    found.set(one.id, before ? { ...one, from: [...new Set([...before.from, ...one.from])] } : one);
  };
  for (const { name, feature_service, variants } of endpoints)
    for (const { model, version, remote } of feature_service === null ? [] : variants)
      if (!remote && version !== null) add(versionNode(model, version, `endpoint:${name}`));
  for (const { training_set, run, versions } of users) {
    const from = `training_set:${training_set}`;
    const href = trainingRunHref(run.experiment_id, run.id);
    if (versions.length === 0) add({ ...node("run", "models", run.name, href, [from]), id: `run:${run.id}` });
    for (const { model, version } of versions) add(versionNode(model, version, from));
  }
  return [...found.values()];
}

const versionNode = (model: string, version: number, from: string) =>
  node("version", "models", `${model} v${version}`, versionHref(model, version), [from]);

const node = (
  kind: LineageNode["kind"],
  stage: Stage,
  name: string,
  href: string,
  from: readonly string[],
): LineageNode => ({ id: `${kind}:${name}`, stage, kind, name, href, from });

/**
 * Training sets that are made of the same things are many where one is made every day: of those the newest `most`, and what is
 * made of them. They come newest first. What is `chosen` stays, with all that it has to do with.
 */
export function newestOf(nodes: readonly LineageNode[], most: number, chosen?: string): LineageNode[] {
  const own = chosen === undefined ? undefined : nodes.find(({ id }) => id === chosen);
  if (own && (own.stage === "asked" || own.stage === "models")) return [...nodes];
  const counts = new Map<string, number>();
  const left = new Set<string>();
  for (const { kind, id, from } of nodes) {
    if (kind !== "training_set") continue;
    const origins = from.join(" ");
    const count = (counts.get(origins) ?? 0) + 1;
    counts.set(origins, count);
    if (count > most) left.add(id);
  }
  return nodes.filter(
    ({ id, from }) => !left.has(id) && !(from.length > 0 && from.every((origin) => left.has(origin))),
  );
}

/** What a thing is made of and what is made of it, on every way; itself too. */
export function connectedTo(nodes: readonly LineageNode[], id: string): Set<string> {
  const up = new Map(nodes.map((one) => [one.id, one.from]));
  const down = new Map<string, string[]>();
  for (const one of nodes) for (const from of one.from) down.set(from, [...(down.get(from) ?? []), one.id]);
  return new Set([...reach(id, up), ...reach(id, down)]);
}

function reach(start: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set([start]);
  for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other);
  return seen;
}
