import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { JoinKey } from "../keys";
import { parseReference } from "../reference";
import { unknownName } from "../refusals";
import { LIMITS } from "../values";
import { type Columns, countRows, joinKeyTexts } from "./columns";
import type { Definitions, KnownView } from "./definitions";

/** Features of one view, under the names that the answer has for them. */
export type AskedView = { view: KnownView; features: { name: string; shown: string }[] };
/** A question that can be answered: each name is known, and each entity is whole. */
export type Question = {
  rows: number;
  joinKeys: { key: JoinKey; texts: readonly string[] }[];
  views: AskedView[];
};

export type Asked = {
  columns: Columns;
  features?: readonly string[] | undefined;
  service?: string | undefined;
  fullNames: boolean;
};

export function planQuestion(definitions: Definitions, asked: Asked): Question {
  const views = askedViews(definitions, asked);
  const rows = countRows(asked.columns, "entities", LIMITS.rows);
  const count = views.reduce((sum, { features }) => sum + features.length, 0);
  if (rows * count > LIMITS.values)
    throw InvalidError.field(
      "/entities",
      `${rows} rows of ${count} features are more than ${LIMITS.values} values. Ask for fewer rows at once.`,
      because("too_large", { unit: "values", maximum: LIMITS.values }),
    );
  return { rows, joinKeys: joinKeysOf(views, asked.columns), views };
}

/** By view, in the order in which the question first names them. */
export function askedViews(
  definitions: Definitions,
  { features, service, fullNames }: Omit<Asked, "columns">,
): AskedView[] {
  const byView = new Map<string, AskedView>();
  const shownNames = new Set<string>();
  for (const [at, text] of referencesOf(definitions, features, service).entries()) {
    const pointer = features ? `/features/${at}` : "/feature_service";
    const { view: viewName, feature } = parseReference(text, pointer);
    const view = definitions.views.get(viewName);
    if (!view) throw new NotFoundError("feature view", viewName);
    if (!view.fields.has(feature))
      throw unknownName(pointer, `feature of ${viewName}`, feature, [...view.fields.keys()]);
    const shown = fullNames ? `${viewName}__${feature}` : feature;
    if (shownNames.has(shown))
      throw InvalidError.field(
        pointer,
        `Two features would be named ${shown}. ${fullNames ? "Ask for each once." : "Ask with full_feature_names."}`,
        because("duplicate", { name: shown }),
      );
    shownNames.add(shown);
    const asked = byView.get(viewName) ?? { view, features: [] };
    asked.features.push({ name: feature, shown });
    byView.set(viewName, asked);
  }
  return [...byView.values()];
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
