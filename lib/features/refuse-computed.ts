import { type CompiledFeature, compileFeatures, type ExpressionInput } from "@/lib/on-demand";
import type { Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { parseReference } from "./reference";
import { refuseTwice, unknownName } from "./refusals";
import type { OnDemandRow } from "./repository/on-demand-views";
import { listViewRows, type ViewRow } from "./repository/views";
import { EXPRESSION_TYPES, type ExpressionType, type FeatureType } from "./values";

type Computation = Pick<OnDemandRow, "inputs" | "request" | "features">;
/** `inputs` in the order in which `compute` reads them: features of views, then what the request brings. */
type Compiled = { inputs: readonly ExpressionInput[]; features: readonly CompiledFeature[] };

/** Each input is there and of a type that expressions read, no name stands for two things, and each expression compiles. */
export async function refuseComputed(
  sql: Sql,
  { inputs, request, features }: Computation,
  known?: readonly ViewRow[],
): Promise<Compiled> {
  const views = known ?? (await listViewRows(sql));
  const read = Object.entries(inputs).map(([name, reference]): ExpressionInput => {
    const pointer = `/inputs/${name}`;
    return { name, type: expressionType(typeOf(views, reference, pointer), reference, pointer) };
  });
  refuseTwice(
    (at) => `/request/${at}/name`,
    request.map(({ name }) => name),
  );
  const taken = request.findIndex(({ name }) => Object.hasOwn(inputs, name));
  if (taken >= 0)
    throw InvalidError.field(
      `/request/${taken}/name`,
      `${request[taken]?.name} is the name of an input. Give one of the two another name.`,
      because("duplicate", { name: request[taken]?.name ?? "" }),
    );
  refuseTwice(
    (at) => `/features/${at}/name`,
    features.map(({ name }) => name),
  );
  const all = [...read, ...request];
  const compiled = compileFeatures(all, features);
  if (Array.isArray(compiled)) return { inputs: all, features: compiled };
  const { problem, of, at } = compiled;
  if (of === "feature")
    throw InvalidError.field(
      `/features/${at}/expression`,
      `The expression of ${features[at]?.name} is wrong: ${problem}.`,
      because("expression_wrong", { name: features[at]?.name ?? "", said: problem }),
    );
  const name = read[at]?.name;
  const pointer = name === undefined ? `/request/${at - read.length}/name` : `/inputs/${name}`;
  throw InvalidError.field(pointer, `${problem}.`, because("expression_name", { said: problem }));
}

function typeOf(views: readonly ViewRow[], reference: string, pointer: string): FeatureType {
  const { view, feature } = parseReference(reference, pointer);
  const known = views.find(({ name }) => name === view);
  const names = views.map(({ name }) => name);
  if (!known) throw unknownName(pointer, "view", view, names);
  const field = known.fields.find(({ name }) => name === feature);
  if (field) return field.type;
  const fields = known.fields.map(({ name }) => name);
  throw unknownName(pointer, `feature of ${view}`, feature, fields);
}

function expressionType(type: FeatureType, reference: string, pointer: string): ExpressionType {
  const found = EXPRESSION_TYPES.find((one) => one === type);
  if (found) return found;
  throw InvalidError.field(
    pointer,
    `${reference} is ${type}, which expressions do not read. They read ${EXPRESSION_TYPES.join(", ")}.`,
    because("invalid_type", { expected: EXPRESSION_TYPES.join(", ") }),
  );
}
