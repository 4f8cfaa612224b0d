import { checkWithSchema, readSchema } from "@/lib/platform/bounded-schema";
import { type FieldError, InvalidError } from "@/lib/platform/errors";
import { schemaReason } from "@/lib/platform/field-error";
import { because } from "@/lib/platform/reasons";
import { schemaOversize } from "./params-limits";
import type { DagSpec } from "./schema";

type ParamsSchema = Readonly<Record<string, unknown>>;

const isEmpty = (params: ParamsSchema) => Object.keys(params).length === 0;
const ofObject = (params: ParamsSchema) => ({ type: "object", ...params });

/**
 * `params` must be a JSON Schema that can be read in time, and where a schedule starts the runs nobody is there to fill
 * in a form: what is required needs a default.
 */
export async function checkParamsSchema({ params, schedule }: DagSpec): Promise<FieldError[]> {
  if (isEmpty(params)) return [];
  const oversize = schemaOversize(params);
  if (oversize) return [oversize];
  const read = await readSchema(ofObject(params));
  if (read.kind === "too-much") return [tooMuch()];
  if (read.kind === "bad-schema") return [badSchema(read.said)];
  if (!schedule) return [];
  return listOf(params.required)
    .filter((name) => !hasDefault(params.properties, name))
    .map((name) => ({
      pointer: "/params/required",
      ...because("no_default", { name }),
      detail: `params requires ${JSON.stringify(name)} without a default, and a schedule has nobody to ask`,
    }));
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
  const verdict = await checkWithSchema(ofObject(schema), given);
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
  if (typeof properties !== "object" || properties === null || !Object.hasOwn(properties, name)) return false;
  const property: unknown = Reflect.get(properties, name);
  return typeof property === "object" && property !== null && "default" in property;
}
