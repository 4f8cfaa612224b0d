import { checkWithSchema, readSchema, type SchemaError } from "@/lib/platform/bounded-schema";
import { type FieldError, InvalidError } from "@/lib/platform/errors";
import { schemaReason } from "@/lib/platform/field-error";
import { because } from "@/lib/platform/reasons";
import { schemaOversize } from "./params-limits";
import type { DagSpec } from "./schema";

type ParamsSchema = Readonly<Record<string, unknown>>;

const isEmpty = (params: ParamsSchema) => Object.keys(params).length === 0;
const ofObject = (params: ParamsSchema) => ({ type: "object", ...params });

/** Errors of `params`, and the parameters of a run without input (null when unknown). */
export type ParamsCheck = { errors: FieldError[]; defaults: Record<string, unknown> | null };

/**
 * Checks that `params` is a JSON Schema that compiles in time, and that its defaults are valid. With a schedule the
 * defaults alone must be a valid input, because nobody fills in a form.
 */
export async function checkParamsSchema({ params, schedule }: DagSpec): Promise<ParamsCheck> {
  if (isEmpty(params)) return { errors: [], defaults: {} };
  const oversize = schemaOversize(params);
  if (oversize) return { errors: [oversize], defaults: null };
  const read = await readSchema(ofObject(params));
  if (read.kind === "too-much") return { errors: [tooMuch()], defaults: null };
  if (read.kind === "bad-schema") return { errors: [badSchema(read.said)], defaults: null };
  const missing = schedule ? withoutDefault(params) : [];
  if (missing.length > 0) return { errors: missing, defaults: null };
  const verdict = await checkWithSchema(ofObject(params), withOwnNames(params, {}));
  if (verdict.kind === "valid") return { errors: [], defaults: paramsOf(verdict.value) };
  if (verdict.kind !== "invalid") return { errors: [tooMuch()], defaults: null };
  const errors = verdict.errors.filter((error) => schedule || isOfDefault(error));
  return { errors: errors.map(badDefault), defaults: null };
}

function withoutDefault(params: ParamsSchema): FieldError[] {
  return listOf(params.required)
    .filter((name) => !hasDefault(params.properties, name))
    .map((name) => ({
      pointer: "/params/required",
      ...because("no_default", { name }),
      detail: `params requires ${JSON.stringify(name)} without a default, so a scheduled run has no value for it`,
    }));
}

/** Without input, an invalid value is a default; a missing one a person may still give. */
function isOfDefault({ instancePath, keyword }: SchemaError): boolean {
  return instancePath !== "" && keyword !== "required";
}

function badDefault(error: SchemaError): FieldError {
  const [, name] = error.instancePath.split("/");
  const path = error.instancePath.slice(1).replaceAll("/", ".") || "the defaults together";
  return {
    pointer: name === undefined ? "/params" : `/params/properties/${name}/default`,
    ...schemaReason(error),
    detail: `params: ${path}, as the defaults make it, ${error.message}`,
  };
}

/**
 * Fills in defaults and checks against the pipeline's schema; each error has a pointer. A check that takes too long is
 * refused too, see checkWithSchema.
 */
export async function checkParams(
  schema: ParamsSchema | undefined,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  if (!schema || isEmpty(schema)) return { ...given };
  const verdict = await checkWithSchema(ofObject(schema), withOwnNames(schema, given));
  switch (verdict.kind) {
    case "valid":
      return paramsOf(verdict.value);
    case "too-much":
      throw refused([tooMuch()]);
    case "bad-schema":
      throw refused([badSchema(verdict.said)]);
    case "invalid":
      throw refused(
        verdict.errors.map((error) => ({
          pointer: `/params${error.instancePath}${missing(error.params)}`,
          ...schemaReason(error),
          detail: error.message,
        })),
      );
  }
}

/**
 * Fills in defaults of parameters such as "constructor", which the validator takes for present because every object
 * inherits them.
 */
function withOwnNames(
  { properties }: ParamsSchema,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = Object.getOwnPropertyNames(Object.prototype).filter(
    (name) => hasDefault(properties, name) && !Object.hasOwn(given, name),
  );
  return { ...given, ...Object.fromEntries(names.map((name) => [name, defaultOf(properties, name)])) };
}

function refused(errors: FieldError[]): InvalidError {
  const first = errors[0];
  return new InvalidError(
    first ? `${first.pointer} ${first.detail}` : "The parameters are not valid",
    errors,
  );
}

function tooMuch(): FieldError {
  return {
    pointer: "/params",
    ...because("slow_schema"),
    detail:
      "cannot be checked in time. Give shorter values, or write the pipeline's schema without nested repetition in patterns and without references that fan out.",
  };
}

function badSchema(said: string): FieldError {
  return {
    pointer: "/params",
    ...because("bad_schema", { said }),
    detail: `params is not a JSON Schema: ${said}`,
  };
}

/** The schema has `type: object`, and a check only adds values. */
function paramsOf(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}

function missing(params: object): string {
  return "missingProperty" in params ? `/${String(params.missingProperty)}` : "";
}

function listOf(required: unknown): string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

function hasDefault(properties: unknown, name: string): boolean {
  return defaultOf(properties, name) !== undefined;
}

function defaultOf(properties: unknown, name: string): unknown {
  if (typeof properties !== "object" || properties === null || !Object.hasOwn(properties, name))
    return undefined;
  const property: unknown = Reflect.get(properties, name);
  if (typeof property !== "object" || property === null || !Object.hasOwn(property, "default"))
    return undefined;
  return Reflect.get(property, "default");
}
