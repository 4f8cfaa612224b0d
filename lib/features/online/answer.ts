import { joinKeyJsons } from "./columns";
import { type ComputedColumn, computeColumns } from "./compute";
import { featureJson } from "./feature-value";
import type { AskedOnDemandView, AskedView, Question } from "./question";
import { answerOf, type Found } from "./status";
import { formatMicros } from "./time";

const EPOCH = "1970-01-01T00:00:00Z";
type Vector = { name: string; values: string; statuses: string; times: string };

/**
 * Feast's answer, column by column, as JSON text: a number of 64 bits keeps its digits, and the times of a view are
 * written once for all of its features.
 */
export function answerText(
  question: Question,
  found: readonly (readonly (Found | null)[])[],
  withVersions: boolean,
): string {
  const { rows, joinKeys, views, onDemandViews } = question;
  const epochs = JSON.stringify(Array.from({ length: rows }, () => EPOCH));
  const present = JSON.stringify(Array.from({ length: rows }, () => "PRESENT"));
  const keys = joinKeys.map(({ key, texts }) => ({
    name: key.name,
    values: `[${joinKeyJsons(key, texts).join(",")}]`,
    statuses: present,
    times: epochs,
  }));
  const computed = computeColumns(question, found).flatMap((columns) => columns.map(computedVector(epochs)));
  const vectors = [...keys, ...views.flatMap((asked, at) => vectorsOf(asked, found[at] ?? [])), ...computed];
  const named = [...views.filter(({ features }) => features.length > 0), ...onDemandViews];
  const metadata = {
    feature_names: vectors.map(({ name }) => name),
    ...(withVersions && { feature_view_metadata: named.map(versionOf) }),
  };
  const results = vectors.map(
    ({ values, statuses, times }) =>
      `{"values":${values},"statuses":${statuses},"event_timestamps":${times}}`,
  );
  return `{"metadata":${JSON.stringify(metadata)},"results":[${results.join(",")}]}`;
}

/** What is computed has no time of its own. */
const computedVector =
  (epochs: string) =>
  ({ shown, type, answers }: ComputedColumn): Vector => ({
    name: shown,
    values: `[${answers.map(({ value }) => featureJson(type, value)).join(",")}]`,
    statuses: JSON.stringify(answers.map(({ status }) => status)),
    times: epochs,
  });

function vectorsOf({ view, features }: AskedView, rows: readonly (Found | null)[]): Vector[] {
  const times = JSON.stringify(rows.map((found) => (found ? formatMicros(found.row.eventUs) : EPOCH)));
  return features.flatMap(({ name, shown }) => {
    const type = view.fields.get(name)?.type;
    if (!type) return [];
    const answers = rows.map((found) => answerOf(view, found, name, type));
    return {
      name: shown,
      values: `[${answers.map(({ value }) => featureJson(type, value)).join(",")}]`,
      statuses: JSON.stringify(answers.map(({ status }) => status)),
      times,
    };
  });
}

/** As Feast has it: the first version is left out. */
const versionOf = ({ view: { name, schemaVersion } }: AskedView | AskedOnDemandView) =>
  schemaVersion === 0 ? { name } : { name, version: schemaVersion };
