import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { JoinKey } from "../keys";
import { parseReference } from "../reference";
import { unknownName } from "../refusals";
import { LIMITS } from "../values";
import { type Columns, countRows, joinKeyTexts } from "./columns";
import type { Definitions, KnownView } from "./definitions";
import type { KnownOnDemandView } from "./on-demand";
import { type RequestedValue, requestedValues } from "./requested-values";

/** Features of one view, under the names that the answer has for them. None where only on-demand views read it. */
export type AskedView = { view: KnownView; features: Shown[] };
type Shown = { name: string; shown: string };
/** `requested`: what the request brings for each row, by column. */
export type AskedOnDemandView = {
  view: KnownOnDemandView;
  features: Shown[];
  requested: ReadonlyMap<string, readonly RequestedValue[]>;
};
/** What is asked for, by view, in the order in which the question first names them. */
export type AskedFeatures = { views: AskedView[]; onDemandViews: Omit<AskedOnDemandView, "requested">[] };
/** A question that can be answered: each name is known, and each entity is whole. */
export type Question = {
  rows: number;
  joinKeys: { key: JoinKey; texts: readonly string[] }[];
  views: AskedView[];
  onDemandViews: AskedOnDemandView[];
};

export type Asked = {
  columns: Columns;
  features?: readonly string[] | undefined;
  service?: string | undefined;
  fullNames: boolean;
};

export function planQuestion(definitions: Definitions, asked: Asked): Question {
  const { views, onDemandViews } = askedFeatures(definitions, asked);
  const rows = countRows(asked.columns, "entities", LIMITS.rows);
  refuseLarge(rows, views, onDemandViews);
  return {
    rows,
    joinKeys: joinKeysOf(views, asked.columns),
    views,
    onDemandViews: onDemandViews.map((one) => ({
      ...one,
      requested: requestedValues(asked.columns, one.view),
    })),
  };
}

function refuseLarge(rows: number, views: AskedView[], onDemandViews: AskedFeatures["onDemandViews"]): void {
  const count = [...views, ...onDemandViews].reduce((sum, { features }) => sum + features.length, 0);
  if (rows * count > LIMITS.values)
    throw InvalidError.field(
      "/entities",
      `${rows} rows of ${count} features are more than ${LIMITS.values} values. Ask for fewer rows at once.`,
      because("too_large", { unit: "values", maximum: LIMITS.values }),
    );
  const steps = onDemandViews.flatMap(({ view, features }) =>
    features.map(({ name }) => view.compiled().get(name)?.nodes ?? 0),
  );
  const perRow = steps.reduce((sum, one) => sum + one, 0);
  if (rows * perRow > LIMITS.steps)
    throw InvalidError.field(
      "/entities",
      `The expressions of these features have ${perRow} parts, and ${rows} rows of them are more than ${LIMITS.steps}. Ask for fewer rows at once.`,
      because("too_large", { unit: "steps", maximum: LIMITS.steps }),
    );
}

export function askedFeatures(
  definitions: Definitions,
  { features, service, fullNames }: Omit<Asked, "columns">,
): AskedFeatures {
  const views = new Map<string, AskedView>();
  const onDemandViews = new Map<string, AskedFeatures["onDemandViews"][number]>();
  const shownNames = new Set<string>();
  for (const [at, text] of referencesOf(definitions, features, service).entries()) {
    const pointer = features ? `/features/${at}` : "/feature_service";
    const { view: viewName, feature } = parseReference(text, pointer);
    const shown = fullNames ? `${viewName}__${feature}` : feature;
    const view = definitions.views.get(viewName);
    const computed = definitions.onDemandViews.get(viewName);
    const names = view ? view.fields : computed?.features;
    if (!names) throw new NotFoundError("feature view", viewName);
    if (!names.has(feature)) throw unknownName(pointer, `feature of ${viewName}`, feature, [...names.keys()]);
    if (shownNames.has(shown))
      throw InvalidError.field(
        pointer,
        `Two features would be named ${shown}. ${fullNames ? "Ask for each once." : "Ask with full_feature_names."}`,
        because("duplicate", { name: shown }),
      );
    shownNames.add(shown);
    if (view) addTo(views, view).push({ name: feature, shown });
    else if (computed) addTo(onDemandViews, computed).push({ name: feature, shown });
  }
  for (const { view } of onDemandViews.values())
    for (const input of view.inputs) if (input.from === "feature") addTo(views, input.view);
  return { views: [...views.values()], onDemandViews: [...onDemandViews.values()] };
}

/** The asked features of a view, which it has from now on if it had none. */
function addTo<V extends { name: string }>(
  asked: Map<string, { view: V; features: Shown[] }>,
  view: V,
): Shown[] {
  const known = asked.get(view.name) ?? { view, features: [] };
  asked.set(view.name, known);
  return known.features;
}

function referencesOf(
  { services }: Definitions,
  features: readonly string[] | undefined,
  service: string | undefined,
): readonly string[] {
  if ((features === undefined) === (service === undefined))
    throw InvalidError.field(
      "/features",
      "Send features (view:feature, ...) or feature_service, and not both.",
      because("one_of_features"),
    );
  if (service === undefined) return features ?? [];
  const named = services.get(service);
  if (!named) throw new NotFoundError("feature service", service);
  return named;
}

/** What the views need, in the order in which the question has its columns. Other columns say nothing here. */
function joinKeysOf(views: readonly AskedView[], columns: Columns): Question["joinKeys"] {
  const needed = new Map<string, JoinKey>();
  for (const { view } of views)
    for (const key of view.joinKeys) {
      const other = needed.get(key.name);
      if (other && other.type !== key.type)
        throw InvalidError.field(
          "/features",
          `The join key ${key.name} is ${other.type} in one view and ${key.type} in ${view.name}. Ask for them apart.`,
          because("duplicate", { name: key.name }),
        );
      needed.set(key.name, key);
    }
  const read = new Map(
    [...needed.values()].map((key) => [key.name, { key, texts: joinKeyTexts(columns, key, "entities") }]),
  );
  return [...columns.keys()].flatMap((name) => read.get(name) ?? []);
}
