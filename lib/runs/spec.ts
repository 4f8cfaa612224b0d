import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { boundedRegex, PatternTimeout } from "@/lib/platform/bounded-regex";
import { InvalidError } from "@/lib/platform/errors";
import { schemaReason } from "@/lib/platform/field-error";
import { because } from "@/lib/platform/reasons";

/** What a run needs of the pinned spec; the whole shape belongs to the pipelines. */
export type RunSpec = {
  max_active_tasks?: number;
  dagrun_timeout_ms?: number | null;
  params?: { properties?: Record<string, unknown> };
  tasks: {
    task_id: string;
    kind?: string;
    depends_on?: string[];
    retries?: number;
    queue?: string;
    pool?: string;
    pool_slots?: number;
    priority_weight?: number;
  }[];
};

const addAllFormats = addFormats as unknown as (ajv: Ajv2020) => void;

/**
 * Fills defaults in and refuses what the schema refuses, with a pointer to the field. The schema's patterns are an
 * author's: one that would backtrack for ever is stopped and refused too.
 */
export function checkParams(spec: RunSpec, given: Record<string, unknown>): Record<string, unknown> {
  const params = structuredClone(given);
  if (!spec.params || Object.keys(spec.params).length === 0) return params;
  const code = { regExp: boundedRegex() };
  const ajv = new Ajv2020({ useDefaults: true, allErrors: true, strict: false, code });
  addAllFormats(ajv);
  const validate = ajv.compile({ type: "object", ...spec.params });
  if (inTime(() => validate(params))) return params;
  const errors = (validate.errors ?? []).map((error) => ({
    pointer: `/params${error.instancePath}${missing(error.params)}`,
    ...schemaReason(error),
    detail: error.message ?? "is not valid",
  }));
  const first = errors[0];
  throw new InvalidError(first ? `${first.pointer} ${first.detail}` : "The parameters are not valid", errors);
}

function inTime(validate: () => boolean): boolean {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof PatternTimeout)) throw error;
    throw InvalidError.field(
      "/params",
      `params cannot be checked: ${error.message}. Give shorter values, or write the pipeline's pattern without nested repetition.`,
      because("slow_pattern"),
    );
  }
}

function missing(params: Record<string, unknown>): string {
  return typeof params.missingProperty === "string" ? `/${params.missingProperty}` : "";
}

export function downstreamOf(spec: RunSpec): Map<string, string[]> {
  const below = new Map(spec.tasks.map((task) => [task.task_id, [] as string[]]));
  for (const task of spec.tasks) for (const up of new Set(task.depends_on)) below.get(up)?.push(task.task_id);
  return below;
}

/** For runs nobody filled a form for: top-level defaults, nothing else. */
export function defaultParams(spec: RunSpec): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec.params?.properties ?? {}).flatMap(([key, schema]) =>
      schema !== null && typeof schema === "object" && "default" in schema ? [[key, schema.default]] : [],
    ),
  );
}
