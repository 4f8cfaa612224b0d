import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { FieldError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { DagSpec } from "./schema";

/** The package's types describe its CommonJS form; what Node gives is the function itself. */
const addAllFormats = addFormats as unknown as (ajv: Ajv2020) => void;

/**
 * `params` must be a JSON Schema, and where a schedule starts the runs nobody is there to fill in a form: whatever is
 * required needs a default. No value is tried against the schema here: a pattern of the author's could take for ever.
 */
export function checkParamsSchema({ params, schedule }: DagSpec): FieldError[] {
  if (Object.keys(params).length === 0) return [];
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addAllFormats(ajv);
  try {
    ajv.compile({ type: "object", ...params });
  } catch (error) {
    const said = error instanceof Error ? error.message : "it cannot be read";
    return [
      {
        pointer: "/params",
        ...because("bad_schema", { said }),
        detail: `params is not a JSON Schema: ${said}`,
      },
    ];
  }
  if (!schedule) return [];
  return listOf(params.required)
    .filter((name) => !hasDefault(params.properties, name))
    .map((name) => ({
      pointer: "/params/required",
      ...because("no_default", { name }),
      detail: `params requires ${JSON.stringify(name)} without a default, and a schedule has nobody to ask`,
    }));
}

function listOf(required: unknown): string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

function hasDefault(properties: unknown, name: string): boolean {
  if (typeof properties !== "object" || properties === null || !Object.hasOwn(properties, name)) return false;
  const property: unknown = Reflect.get(properties, name);
  return typeof property === "object" && property !== null && "default" in property;
}
