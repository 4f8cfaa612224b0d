import { type CompiledFeature, compileFeatures } from "@/lib/on-demand";
import type { SnapshotRow } from "../repository/snapshot";
import type { ComputedField, RequestField } from "../schema";
import type { ExpressionType } from "../values";
import type { KnownView } from "./known-view";

/** What an expression reads: a feature of a view, or a column of the request. */
export type KnownInput = { name: string; type: ExpressionType } & (
  | { from: "feature"; view: KnownView; feature: string }
  | { from: "request" }
);
export type KnownOnDemandView = {
  name: string;
  schemaVersion: number;
  inputs: readonly KnownInput[];
  features: ReadonlyMap<string, ComputedField>;
  /** Compiled when it is first asked for. */
  compiled(): ReadonlyMap<string, CompiledFeature>;
};

type Row = SnapshotRow["onDemandViews"][number];

export function knownOnDemandView(row: Row, views: ReadonlyMap<string, KnownView>): KnownOnDemandView {
  const inputs = [
    ...Object.entries(row.inputs).flatMap(([name, reference]) => readInput(name, reference, views)),
    ...row.request.map((field: RequestField): KnownInput => ({ ...field, from: "request" })),
  ];
  let held: ReadonlyMap<string, CompiledFeature> | undefined;
  return {
    name: row.name,
    schemaVersion: row.schemaVersion,
    inputs,
    features: new Map(row.features.map((field) => [field.name, field])),
    compiled() {
      held ??= compile(row, inputs);
      return held;
    },
  };
}

function compile(row: Row, inputs: readonly KnownInput[]): ReadonlyMap<string, CompiledFeature> {
  const compiled = compileFeatures(inputs, row.features);
  if (Array.isArray(compiled)) return new Map(compiled.map((one) => [one.name, one]));
  throw new Error(`The on-demand view ${row.name} does not compile: ${compiled.problem}`);
}

/** Views are not changed under an on-demand view that reads them, so that each reference is there. */
function readInput(name: string, reference: string, views: ReadonlyMap<string, KnownView>): KnownInput[] {
  const colon = reference.indexOf(":");
  const feature = reference.slice(colon + 1);
  const view = views.get(reference.slice(0, colon));
  const type = view?.fields.get(feature)?.type;
  return view && type ? [{ name, type: expressionTypeOf(type), from: "feature", view, feature }] : [];
}

/** The guarantee: refuseComputed takes no feature of another type, and its view keeps the type. */
const expressionTypeOf = (type: string): ExpressionType => type as ExpressionType;
