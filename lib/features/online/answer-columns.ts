import type { JoinKey } from "../keys";
import type { FeatureStatus } from "../schema";
import type { FeatureType } from "../values";
import { type ComputedColumn, computeColumns } from "./compute";
import { type FeatureValue, int64Of } from "./feature-value";
import type { AskedView, Question } from "./question";
import { answerOf, type Found } from "./status";
import type { Micros } from "./time";

/** One column of an answer, with one value for each row. Whole numbers that a double would change are digits. */
export type OnlineColumn = {
  name: string;
  type: FeatureType;
  values: readonly FeatureValue[];
  statuses: readonly FeatureStatus[];
  timesUs: readonly Micros[];
};
export type OnlineColumns = {
  columns: OnlineColumn[];
  /** Of each view that was asked. */
  versions: { name: string; version: number }[];
};

/** Join keys first, then features by view: the order of the JSON answer. */
export function answerColumns(
  question: Question,
  found: readonly (readonly (Found | null)[])[],
): OnlineColumns {
  const { rows, joinKeys, views, onDemandViews } = question;
  const keys = joinKeys.map(({ key, texts }): OnlineColumn => {
    const statuses = texts.map((): FeatureStatus => "PRESENT");
    const values = texts.map((text) => keyValue(key, text));
    return { name: key.name, type: key.type, values, statuses, timesUs: Array(rows).fill(0) };
  });
  const computed = computeColumns(question, found)
    .flat()
    .map((column) => computedColumn(column, rows));
  const named = [...views.filter(({ features }) => features.length > 0), ...onDemandViews];
  return {
    columns: [...keys, ...views.flatMap((asked, at) => columnsOfView(asked, found[at] ?? [])), ...computed],
    versions: named.map(({ view }) => ({ name: view.name, version: view.schemaVersion })),
  };
}

/** What is computed has no time of its own. */
const computedColumn = ({ shown, type, answers }: ComputedColumn, rows: number): OnlineColumn => ({
  name: shown,
  type,
  values: answers.map(({ value }) => value),
  statuses: answers.map(({ status }) => status),
  timesUs: Array(rows).fill(0),
});

function columnsOfView({ view, features }: AskedView, rows: readonly (Found | null)[]): OnlineColumn[] {
  const timesUs = rows.map((found) => found?.row.eventUs ?? 0);
  return features.flatMap(({ name, shown }) => {
    const type = view.fields.get(name)?.type;
    if (!type) return [];
    const answers = rows.map((found) => answerOf(view, found, name, type));
    return {
      name: shown,
      type,
      values: answers.map(({ value }) => value),
      statuses: answers.map(({ status }) => status),
      timesUs,
    };
  });
}

function keyValue({ type }: JoinKey, text: string): FeatureValue {
  return type === "STRING" ? text : (int64Of(text) ?? null);
}
