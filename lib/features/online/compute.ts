import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { FeatureType } from "../values";
import type { FeatureValue } from "./feature-value";
import type { AskedOnDemandView, Question } from "./question";
import { type Answered, answerOf, type Found } from "./status";

type Scalar = string | number | boolean | null;
/** A computed feature of one on-demand view, row by row. */
export type ComputedColumn = { name: string; shown: string; type: FeatureType; answers: Answered[] };

/**
 * What the on-demand views of a question give for its rows. `found` is what findRows returned for it. Throws for the first value
 * that cannot be computed, with the feature and the row.
 */
export function computeColumns(
  { rows, views, onDemandViews }: Question,
  found: readonly (readonly (Found | null)[])[],
): ComputedColumn[][] {
  const rowsOf = new Map(views.map(({ view }, at) => [view.name, found[at] ?? []]));
  return onDemandViews.map((asked) => computeView(asked, rows, rowsOf));
}

function computeView(
  { view, features, requested }: AskedOnDemandView,
  rows: number,
  rowsOf: ReadonlyMap<string, readonly (Found | null)[]>,
): ComputedColumn[] {
  const inputs = view.inputs.map((input) => {
    if (input.from === "request") return requested.get(input.name) ?? [];
    const found = rowsOf.get(input.view.name) ?? [];
    return found.map((one) => scalarOf(answerOf(input.view, one, input.feature, input.type).value));
  });
  const given = Array.from({ length: rows }, (_, row) => inputs.map((column) => column[row] ?? null));
  const compiled = view.compiled();
  return features.flatMap(({ name, shown }) => {
    const feature = compiled.get(name);
    const type = view.features.get(name)?.type;
    if (!feature || !type) return [];
    const answers = given.map((values, row): Answered => {
      const computed = feature.compute(values);
      if ("problem" in computed) throw notComputed(`${view.name}:${name}`, row, computed.problem);
      return { status: computed.value === null ? "NULL_VALUE" : "PRESENT", value: computed.value };
    });
    return { name, shown, type, answers };
  });
}

/** The guarantee: an input has a type without items. */
const scalarOf = (value: FeatureValue): Scalar => value as Scalar;

function notComputed(name: string, row: number, said: string): InvalidError {
  return InvalidError.field(
    "/features",
    `${name} cannot be computed for row ${row}: ${said}. Change its expression, or what it is given.`,
    because("expression_failed", { name, row, said }),
  );
}
