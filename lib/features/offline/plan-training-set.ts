import type { Db, Sql } from "@/lib/platform/db";
import { ConflictError, InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { withDefinitions } from "../online/definitions-cache";
import { type AskedFeatures, type AskedView, askedFeatures } from "../online/question";
import { findSource, type SourceRow } from "../repository/sources";
import { findView } from "../repository/views";
import type { FeatureField, TrainingSetInput } from "../schema";
import { withoutSource } from "./without-source";

export type PlannedView = Pick<AskedView, "view"> & {
  source: SourceRow;
  fields: FeatureField[];
  /** The columns of the training set, one for each field; null for one that is only computed with. */
  outputs: (string | null)[];
};
export type PlannedTrainingSet = { views: PlannedView[]; onDemandViews: AskedFeatures["onDemandViews"] };

/** What the training set is made of. Throws for what is not there, for a view without a source, and for keys of two types. */
export async function planTrainingSet(
  db: Db,
  sql: Sql,
  input: Omit<TrainingSetInput, "entities">,
): Promise<PlannedTrainingSet> {
  const { views: asked, onDemandViews } = await withDefinitions(db, (definitions) =>
    askedFeatures(definitions, {
      features: input.features,
      service: input.feature_service,
      fullNames: input.full_feature_names,
    }),
  );
  refuseTwoTypes(asked);
  const planned: PlannedView[] = [];
  for (const { view, features } of asked) {
    const row = await findView(sql, view.name);
    const source = row?.source ? await findSource(sql, row.source) : null;
    if (!source) throw withoutSource(view.name);
    if (input.filter_by_created_timestamp && source.createdField === null)
      throw new ConflictError(
        `The data source ${source.name} has no created_timestamp_field, so nothing says when its rows were there. Set it, or leave out filter_by_created_timestamp.`,
        because("source_without_created", { source: source.name }),
      );
    const shownOf = new Map<string, string | null>([
      ...inputsOf(onDemandViews, view.name).map((name) => [name, null] as const),
      ...features.map(({ name, shown }) => [name, shown] as const),
    ]);
    const columns = [...shownOf].flatMap(([name, output]) => {
      const place = view.fields.get(name);
      return place ? [{ field: { name, type: place.type }, output }] : [];
    });
    const fields = columns.map(({ field }) => field);
    planned.push({ view, source, fields, outputs: columns.map(({ output }) => output) });
  }
  return { views: planned, onDemandViews };
}

/** Features of a view that expressions read. */
const inputsOf = (onDemandViews: AskedFeatures["onDemandViews"], view: string): string[] =>
  onDemandViews.flatMap(({ view: { inputs } }) =>
    inputs.flatMap((one) => (one.from === "feature" && one.view.name === view ? [one.feature] : [])),
  );

function refuseTwoTypes(asked: readonly AskedView[]): void {
  const types = new Map<string, string>();
  for (const { name, type } of asked.flatMap(({ view }) => view.joinKeys)) {
    const other = types.get(name) ?? type;
    if (other !== type)
      throw InvalidError.field(
        "/features",
        `The join key ${name} is ${other} in one view and ${type} in another. Ask for them apart.`,
        because("duplicate", { name }),
      );
    types.set(name, type);
  }
}
