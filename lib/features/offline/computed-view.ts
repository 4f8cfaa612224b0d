import type { ComputedInput, ComputedView } from "@/lib/point-in-time/schema";
import type { AskedFeatures } from "../online/question";
import type { PlannedView } from "./plan-training-set";

/** An on-demand view for the process that joins: its inputs by their places among the planned views. */
export function computedView(
  { view, features }: AskedFeatures["onDemandViews"][number],
  planned: readonly PlannedView[],
): ComputedView {
  return {
    name: view.name,
    inputs: view.inputs.map((input): ComputedInput => {
      const { name, type } = input;
      if (input.from === "request") return { name, type, from: { column: name } };
      const at = planned.findIndex((one) => one.view.name === input.view.name);
      const feature = planned[at]?.fields.findIndex((field) => field.name === input.feature) ?? -1;
      return { name, type, from: { view: at, feature } };
    }),
    features: features.flatMap(({ name, shown }) => {
      const field = view.features.get(name);
      return field ? [{ ...field, output: shown }] : [];
    }),
  };
}
