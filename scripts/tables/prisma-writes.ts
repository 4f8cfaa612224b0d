import type { Argument, CallExpression, Expression, ObjectExpression } from "oxc-parser";
import type { Model } from "./owners";

const WRITES = new Set([
  ...["create", "createMany", "createManyAndReturn", "update", "updateMany", "updateManyAndReturn"],
  ...["upsert", "delete", "deleteMany"],
]);
/** Inside `data` these write rows of the related table. */
const NESTED = new Set([...WRITES, "connectOrCreate"]);
/** On a list relation these write the foreign key in the other table's rows. */
const LINKS = new Set(["connect", "disconnect", "set"]);

/** Names of variables and properties that hold a Prisma client. */
const CLIENTS = new Set(["prisma", "tx", "store"]);

export type Models = ReadonlyMap<string, Model>;

/** Models by the name of their delegate: dagRun for DagRun. */
export function byDelegate(models: readonly Model[]): Models {
  return new Map(models.map((model) => [model.name.charAt(0).toLowerCase() + model.name.slice(1), model]));
}

/** The tables that a call such as `tx.dagRun.update({ data: { tasks: { create: ... } } })` writes. */
export function callWrites(call: CallExpression, models: Models): string[] {
  const method = member(call.callee);
  const model = method && modelOf(method.object, models);
  if (!model || !WRITES.has(method.name)) return [];
  return [model.table, ...call.arguments.flatMap((argument) => nestedWrites(argument, model, models))];
}

/** `const table = prisma.dagRun` counts as a write, because later uses are not traced. */
export function keepsTable(value: Expression, models: Models): string[] {
  const access = member(value);
  return access ? fieldOfClient(access.object, access.name, models) : [];
}

/** The same by `const { dagRun } = prisma`. */
export function fieldOfClient(client: Expression, field: string, models: Models): string[] {
  const name = member(client)?.name ?? nameOf(client);
  const model = CLIENTS.has(name ?? "") ? models.get(field) : undefined;
  return model ? [model.table] : [];
}

function modelOf(object: Expression, models: Models): Model | undefined {
  return models.get(member(object)?.name ?? nameOf(object) ?? "");
}

function nestedWrites(value: Argument | Expression, model: Model, models: Models): string[] {
  if (value.type === "ArrayExpression")
    return value.elements.flatMap((one) =>
      one && one.type !== "SpreadElement" ? nestedWrites(one, model, models) : [],
    );
  if (value.type !== "ObjectExpression") return [];
  return entries(value).flatMap(([field, inner]) => {
    const relation = model.relations.get(field);
    const other = relation && [...models.values()].find(({ name }) => name === relation.model);
    // Fields such as where, data and update still belong to this model.
    if (!other) return nestedWrites(inner, model, models);
    const deeds = inner.type === "ObjectExpression" ? entries(inner).map(([deed]) => deed) : [];
    const written = deeds.some((deed) => NESTED.has(deed) || (relation.isList && LINKS.has(deed)));
    return [...(written ? [other.table] : []), ...nestedWrites(inner, other, models)];
  });
}

function entries(object: ObjectExpression): [string, Expression][] {
  return object.properties.flatMap((property): [string, Expression][] => {
    if (property.type !== "Property") return [];
    const { key } = property;
    if (key.type === "Identifier" && !property.computed) return [[key.name, property.value]];
    return key.type === "Literal" ? [[String(key.value), property.value]] : [];
  });
}

/** Reads `a.b`, `a?.b` and `a["b"]`, with casts and brackets around a. */
function member(value: Expression | CallExpression["callee"]) {
  const bare = unwrapped(value);
  if (bare.type !== "MemberExpression") return undefined;
  const { property } = bare;
  if (!bare.computed && property.type === "Identifier") return { object: bare.object, name: property.name };
  if (property.type === "Literal") return { object: bare.object, name: String(property.value) };
  if (property.type === "TemplateLiteral" && property.quasis.length === 1)
    return { object: bare.object, name: property.quasis[0]?.value.cooked ?? "" };
  return undefined;
}

const nameOf = (value: Expression) => {
  const bare = unwrapped(value);
  return bare.type === "Identifier" ? bare.name : undefined;
};

function unwrapped(value: Expression): Expression {
  switch (value.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "ChainExpression":
      return unwrapped(value.expression);
    default:
      return value;
  }
}
