import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";

export type SchemaRequest = {
  schema: string;
  /** JSON; null compiles the schema only. */
  value: string | null;
};
export type SchemaError = Pick<ErrorObject, "instancePath" | "keyword"> & { params: object; message: string };
export type SchemaAnswer =
  /** JSON of the value with the schema's defaults filled in. */
  | { kind: "valid"; value: string }
  | { kind: "invalid"; errors: SchemaError[] }
  | { kind: "bad-schema"; said: string }
  | { kind: "too-much" };
export type ThreadSettings = { packages: string };

/**
 * The program of a thread that compiles schemas and checks values. Node receives its text, because a bundle has no file
 * for a thread, so it must not use anything of this module. Its replies are small, however many errors ajv finds.
 */
export function schemaThread(): void {
  const MOST_ERRORS = 20;
  const MOST_LISTED = 21;
  const MOST_TEXT = 300;
  const MOST_VALUE_LENGTH = 4 * 1024 * 1024;
  const MOST_CACHED_LENGTH = 1024 * 1024;

  const { createRequire } = process.getBuiltinModule("node:module");
  const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
  const load = createRequire((workerData as ThreadSettings).packages);
  const ajv2020 = load("ajv/dist/2020.js") as { Ajv2020: typeof Ajv2020 };
  const addFormats = load("ajv-formats") as (ajv: Ajv2020) => void;
  const compiled = new Map<string, ValidateFunction>();
  let cachedLength = 0;

  const text = (error: unknown) => String(error instanceof Error ? error.message : error).slice(0, MOST_TEXT);

  function validatorOf(schema: string): ValidateFunction {
    const known = compiled.get(schema);
    if (known) return known;
    // A name that every object inherits, such as "constructor", counts only as an own property.
    const own = { ownProperties: true };
    const ajv = new ajv2020.Ajv2020({
      useDefaults: true,
      allErrors: true,
      strict: false,
      logger: false,
      ...own,
    });
    addFormats(ajv);
    const validate = ajv.compile(JSON.parse(schema));
    if ("$async" in validate) throw new Error("$async is not a keyword of JSON Schema");
    cachedLength += schema.length;
    if (cachedLength > MOST_CACHED_LENGTH) {
      compiled.clear();
      cachedLength = schema.length;
    }
    compiled.set(schema, validate);
    return validate;
  }

  function short(value: unknown): unknown {
    if (Array.isArray(value)) return value.slice(0, MOST_LISTED).map(short);
    return typeof value === "number" || typeof value === "boolean" ? value : text(value);
  }

  function errorOf({ instancePath, keyword, params, message }: ErrorObject): SchemaError {
    return {
      instancePath: instancePath.slice(0, MOST_TEXT),
      keyword,
      params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, short(value)])),
      message: (message ?? "is not valid").slice(0, MOST_TEXT),
    };
  }

  function answer({ schema, value }: SchemaRequest): SchemaAnswer {
    let validate: ValidateFunction;
    try {
      validate = validatorOf(schema);
    } catch (error) {
      return { kind: "bad-schema", said: text(error) };
    }
    if (value === null) return { kind: "valid", value: "null" };
    const data: unknown = JSON.parse(value);
    try {
      if (!validate(data))
        return { kind: "invalid", errors: (validate.errors ?? []).slice(0, MOST_ERRORS).map(errorOf) };
    } catch {
      // A schema that refers to itself at the same depth overflows the stack.
      return { kind: "too-much" };
    }
    const filled = JSON.stringify(data);
    return filled.length > MOST_VALUE_LENGTH ? { kind: "too-much" } : { kind: "valid", value: filled };
  }

  parentPort?.on("message", (request: SchemaRequest) => parentPort.postMessage(answer(request)));
  // Compiling the first schema is slow; no caller should wait for that.
  validatorOf('{"type":"object","properties":{"a":{"type":"string","default":""}}}')({});
  parentPort?.postMessage("ready");
}
