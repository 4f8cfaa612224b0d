import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { type Columns, wrongValue } from "./columns";
import { readFeatureValue } from "./feature-value";
import type { KnownOnDemandView } from "./on-demand";

export type RequestedValue = string | number | boolean | null;

/** What an on-demand view needs of the request, by column. Throws for a column that is missing, and for a value of another type. */
export function requestedValues(
  columns: Columns,
  view: KnownOnDemandView,
): ReadonlyMap<string, readonly RequestedValue[]> {
  return new Map(
    view.inputs.flatMap((input) => {
      if (input.from !== "request") return [];
      const { name, type } = input;
      const given = columns.get(name);
      if (!given)
        throw InvalidError.field(
          `/entities/${name}`,
          `${view.name} needs ${name} of the request. Send entities.${name}, one ${type} a row.`,
          because("required"),
        );
      const values = given.map((raw, row) => {
        const read = readFeatureValue(type, raw);
        if ("value" in read) return scalarOf(read.value);
        throw wrongValue("entities", name, row, type, read.problem);
      });
      return [[name, values] as const];
    }),
  );
}

/** The guarantee: the type of a request field has no items. */
const scalarOf = (value: unknown): RequestedValue => value as RequestedValue;
