import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { EntityRow } from "../repository/entities";
import type { OnDemandRow } from "../repository/on-demand-views";
import type { ServiceRow } from "../repository/services";
import type { SourceRow } from "../repository/sources";
import type { ViewRow } from "../repository/views";
import { batchSourceOf, fileSource, type Place, pushSource } from "./data-sources";
import {
  type EntitySchema,
  type FeatureServiceSchema,
  type FeatureViewSchema,
  RegistrySchema,
} from "./registry-pb";
import { VALUE_TYPE } from "./value-type";

/** All definitions of one moment. `revision` counts the changes that led to it. */
export type Everything = {
  revision: string;
  entities: readonly EntityRow[];
  sources: readonly SourceRow[];
  views: readonly ViewRow[];
  onDemandViews: readonly OnDemandRow[];
  services: readonly ServiceRow[];
};
/** The version of the form, which clients compare. */
const FORM = "1";

/** The registry as Feast's clients read it from a file. The same definitions are the same bytes. */
export function registryBytes(all: Everything, place: Place): Uint8Array {
  const times = [...all.entities, ...all.sources, ...all.views, ...all.services].map((one) => one.updatedAt);
  const lastUpdated = new Date(Math.max(0, ...times.map((time) => time.getTime())));
  const pushed = all.views.flatMap((view) => pushSource(view, all.sources, place) ?? []);
  const registry = create(RegistrySchema, {
    registrySchemaVersion: FORM,
    versionId: all.revision,
    lastUpdated: timestampFromDate(lastUpdated),
    projects: [{ spec: { name: place.project, description: "Gwanje" } }],
    entities: all.entities.map((one) => entity(one, place)),
    dataSources: [...all.sources.map((one) => fileSource(one, place)), ...pushed],
    featureViews: all.views.map((one) => featureView(one, all, place)),
    featureServices: all.services.map((one) => featureService(one, all, place)),
  });
  return toBinary(RegistrySchema, registry);
}

function entity(row: EntityRow, { project }: Place): MessageInitShape<typeof EntitySchema> {
  const { name, joinKey, valueType, description, owner, tags } = row;
  return {
    spec: { name, project, joinKey, valueType: VALUE_TYPE[valueType], description, owner, tags },
    meta: timesOf(row),
  };
}

function featureView(
  view: ViewRow,
  all: Everything,
  place: Place,
): MessageInitShape<typeof FeatureViewSchema> {
  const { name, entities, fields, ttlSeconds, description, owner, tags } = view;
  const keys = entities.flatMap((one) => all.entities.find((known) => known.name === one) ?? []);
  const streamSource = pushSource(view, all.sources, place);
  return {
    spec: {
      name,
      project: place.project,
      entities,
      features: fields.map((field) => ({ name: field.name, valueType: VALUE_TYPE[field.type] })),
      entityColumns: keys.map((key) => ({ name: key.joinKey, valueType: VALUE_TYPE[key.valueType] })),
      ttl: { seconds: BigInt(ttlSeconds) },
      batchSource: batchSourceOf(view, all.sources, place),
      ...(streamSource && { streamSource }),
      online: true,
      description,
      owner,
      tags,
    },
    meta: { ...timesOf(view), currentVersionNumber: view.schemaVersion },
  };
}

/** What it names of each view, in the order in which it first names them. */
function featureService(
  row: ServiceRow,
  { views, onDemandViews }: Everything,
  { project }: Place,
): MessageInitShape<typeof FeatureServiceSchema> {
  const { name, features, description, owner, tags } = row;
  const named = [...new Set(features.map((reference) => reference.split(":")[0] ?? ""))];
  const projections = named.map((viewName) => {
    const view = views.find((one) => one.name === viewName);
    const computed = onDemandViews.find((one) => one.name === viewName);
    const fields = view?.fields ?? computed?.features ?? [];
    const columns = features.flatMap(
      (reference) => fields.find((field) => reference === `${viewName}:${field.name}`) ?? [],
    );
    return {
      featureViewName: viewName,
      featureColumns: columns.map((field) => ({ name: field.name, valueType: VALUE_TYPE[field.type] })),
      viewType: computed ? "onDemandFeatureView" : "featureView",
    };
  });
  return { spec: { name, project, features: projections, description, owner, tags }, meta: timesOf(row) };
}

function timesOf(row: { createdAt: Date; updatedAt: Date }): Record<TimeField, Timestamp> {
  return {
    createdTimestamp: timestampFromDate(row.createdAt),
    lastUpdatedTimestamp: timestampFromDate(row.updatedAt),
  };
}
type TimeField = "createdTimestamp" | "lastUpdatedTimestamp";
