import { checkWithSchema, readSchema, type SchemaError } from "@/lib/platform/bounded-schema";
import { type FieldError, InvalidError } from "@/lib/platform/errors";
import { schemaReason } from "@/lib/platform/field-error";
import { because } from "@/lib/platform/reasons";
import { schemaOversize } from "./params-limits";
import type { DagSpec } from "./schema";

type ParamsSchema = Readonly<Record<string, unknown>>;

const isEmpty = (params: ParamsSchema) => Object.keys(params).length === 0;
const ofObject = (params: ParamsSchema) => ({ type: "object", ...params });

/** What is wrong with `params`, and what a run has of them that nobody gave any (null: that cannot be said). */
export type ParamsCheck = { errors: FieldError[]; defaults: Record<string, unknown> | null };

/**
 * `params` must be a JSON Schema that can be read in time, and its defaults must be what it allows. Where a schedule starts
 * the runs nobody is there to fill in a form: the defaults alone must do, as the check of every run finds them.
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
      detail: `params requires ${JSON.stringify(name)} without a default, and a schedule has nobody to ask`,
    }));
}

/** Nothing was given, so what is there is a default; what is missing a person may still give. */
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
 * Fills defaults in and refuses what the pipeline's schema refuses, with a pointer to each field. A check that takes too
 * long is refused too; see checkWithSchema.
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
 * With the defaults of parameters that have the name of something every object has, such as "constructor": the validator
 * takes those for given.
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

/** The schema says `type: object`, and a check fills in only. */
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
