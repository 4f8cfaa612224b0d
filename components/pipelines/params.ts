import { isDay } from "@/lib/client/day";
/** Form of a pipeline's parameters, read from its JSON Schema (draft 2020-12). Pure. */

export type ParamKind =
  | "string"
  | "text"
  | "number"
  | "integer"
  | "boolean"
  | "enum"
  | "date"
  | "date-time"
  | "list"
  | "json";

export type ParamField = {
  name: string;
  /** JSON pointer under which the API reports this field. */
  pointer: string;
  kind: ParamKind;
  title: string;
  description: string | undefined;
  required: boolean;
  /** The schema allows null, which an emptied field then sends. */
  nullable: boolean;
  options: readonly { value: string; json: unknown }[];
  /** Kind of an entry of a list. */
  item: "string" | "number" | "integer" | "boolean";
  initial: string | boolean;
  limits: ParamLimits;
  /** An untouched field is not sent; the API fills in the schema's default. */
  hasDefault: boolean;
};

/** What a value must keep to, for people: numbers of a range, lengths of a text or a list. */
export type ParamLimits = {
  unit: "value" | "characters" | "entries";
  least: number | null;
  most: number | null;
};

export type ParamProblem =
  | "required"
  | "number"
  | "integer"
  | "too_large"
  | "boolean"
  | "date"
  | "json"
  | "option";
export type RawParams = Record<string, string | boolean>;

type Schema = Record<string, unknown>;

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function typeOf(schema: Schema): string {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.find((type): type is string => typeof type === "string" && type !== "null") ?? "";
}

const SIMPLE = ["string", "number", "integer", "boolean"] as const;

function itemOf(schema: Schema): ParamField["item"] | undefined {
  const type = isObject(schema.items) ? typeOf(schema.items) : "";
  return SIMPLE.find((simple) => simple === type);
}

function kindOf(schema: Schema): ParamKind {
  if (Array.isArray(schema.enum)) return "enum";
  const type = typeOf(schema);
  if (type === "array") return itemOf(schema) && areLines(schema.default) ? "list" : "json";
  // A check box has no empty state.
  if (type === "boolean" && isNullable(schema)) return "enum";
  if (type === "number" || type === "integer" || type === "boolean") return type;
  if (type !== "string") return "json";
  if (schema.format === "date" || schema.format === "date-time") return schema.format;
  return schema.format === "multiline" ? "text" : "string";
}

function isNullable(schema: Schema): boolean {
  return Array.isArray(schema.type) && schema.type.includes("null");
}

/** A list that is edited as one entry a line. */
function areLines(entries: unknown): boolean {
  return !Array.isArray(entries) || entries.every((entry) => entry !== "" && !String(entry).includes("\n"));
}

function optionsOf(schema: Schema): readonly unknown[] {
  if (Array.isArray(schema.enum)) return schema.enum;
  return kindOf(schema) === "enum" ? [true, false, null] : [];
}

/** In UTC, as the control shows it. */
function utcText(value: unknown): string {
  const text = String(value);
  const at = new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString().slice(0, at.getUTCSeconds() === 0 ? 16 : 19);
}

function optionText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function initialOf(kind: ParamKind, value: unknown): string | boolean {
  if (kind === "boolean") return value === true;
  if (kind === "enum") return value === undefined ? "" : optionText(value);
  if (value === undefined || value === null) return "";
  if (kind === "list" && Array.isArray(value)) return value.map(String).join("\n");
  if (kind === "json") return JSON.stringify(value, null, 2);
  return kind === "date-time" ? utcText(value) : String(value);
}

export function fieldsOf(schema: unknown): ParamField[] {
  if (!isObject(schema) || !isObject(schema.properties)) return [];
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([name, raw]): ParamField => {
    const property = isObject(raw) ? raw : {};
    const kind = kindOf(property);
    return {
      name,
      pointer: `/params/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      kind,
      title: textOf(property.title) ?? name,
      description: textOf(property.description),
      required: required.includes(name),
      nullable: isNullable(property),
      options: optionsOf(property).map((json) => ({ value: optionText(json), json })),
      item: itemOf(property) ?? "string",
      initial: initialOf(kind, property.default),
      limits: limitsOf(kind, property),
      hasDefault: property.default !== undefined,
    };
  });
}

const LIMIT_WORDS = {
  value: ["minimum", "maximum"],
  characters: ["minLength", "maxLength"],
  entries: ["minItems", "maxItems"],
} as const;

function limitsOf(kind: ParamKind, schema: Schema): ParamLimits {
  const unit = kind === "number" || kind === "integer" ? "value" : kind === "list" ? "entries" : "characters";
  const [least, most] = LIMIT_WORDS[unit].map((word) => {
    const limit = schema[word];
    return typeof limit === "number" ? limit : null;
  });
  return { unit, least: least ?? null, most: most ?? null };
}

/** `given` replaces defaults; names that the schema lacks get no field. */
export function initialParams(
  fields: readonly ParamField[],
  given: Readonly<Record<string, unknown>> = {},
): RawParams {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      Object.hasOwn(given, field.name) ? initialOf(field.kind, given[field.name]) : field.initial,
    ]),
  );
}

type Read = { value: unknown } | { problem: ParamProblem };

function readSimple(kind: ParamField["item"], text: string): Read {
  if (kind === "string") return { value: text };
  if (kind === "boolean") {
    return text === "true" || text === "false" ? { value: text === "true" } : { problem: "boolean" };
  }
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return { problem: "number" };
  if (isChanged(text.trim())) return { problem: "too_large" };
  return kind === "integer" && !Number.isSafeInteger(value) ? { problem: "integer" } : { value };
}

/** JSON.parse changes integers beyond 2^53, and turns larger numbers than a double into infinity. */
function isChanged(number: string): boolean {
  const value = Number(number);
  return /^[-+]?\d+$/.test(number) ? !Number.isSafeInteger(value) : !Number.isFinite(value);
}

const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

function readList(field: ParamField, text: string): Read {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const entries = field.item === "string" ? lines : lines.map((line) => line.trim());
  const reads = entries.map((entry) => readSimple(field.item, entry));
  const bad = reads.find((read) => "problem" in read);
  return bad ?? { value: reads.map((read) => ("value" in read ? read.value : null)) };
}

/** Any JSON whose numbers stay as they are. */
export function readJson(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    const numbers = text.match(TEXTS_AND_NUMBERS)?.filter((part) => !part.startsWith('"')) ?? [];
    return numbers.some(isChanged) ? { problem: "too_large" } : { value };
  } catch {
    return { problem: "json" };
  }
}

function readText(field: ParamField, text: string): Read {
  if (field.kind === "list") return readList(field, text);
  if (field.kind === "json") return readJson(text);
  if (field.kind === "number" || field.kind === "integer") return readSimple(field.kind, text);
  if (field.kind === "enum") {
    const option = field.options.find((candidate) => candidate.value === text);
    return option ? { value: option.json } : { problem: "option" };
  }
  if (field.kind === "date") return isDay(text.trim()) ? { value: text.trim() } : { problem: "date" };
  if (field.kind === "date-time") return readMoment(text.trim());
  return { value: text };
}

/** "2001-01-31 09:00" or with seconds, in UTC; a T may stand for the space. */
function readMoment(text: string): Read {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/.exec(text) ?? [];
  const iso = `${day}T${time?.length === 5 ? `${time}:00` : time}Z`;
  if (day === undefined || !isDay(day) || Number.isNaN(Date.parse(iso))) return { problem: "date" };
  return { value: iso };
}

/** The value of an emptied field; null when it is left out. */
function emptied(field: ParamField): { value: unknown } | null {
  if (field.nullable) return { value: null };
  if (field.kind === "list") return { value: [] };
  return field.hasDefault && (field.kind === "string" || field.kind === "text") ? { value: "" } : null;
}

/**
 * The parameters to send, or errors by field. An untouched field is sent as `given`, else left out, so that the run is
 * the same as without a form.
 */
export function paramsOf(
  fields: readonly ParamField[],
  raw: RawParams,
  given: Readonly<Record<string, unknown>> = {},
) {
  const values: Record<string, unknown> = {};
  const problems: Record<string, ParamProblem> = {};
  const initial = initialParams(fields, given);
  for (const field of fields) {
    const entry = raw[field.name] ?? "";
    const untouched = entry === initial[field.name];
    if (untouched && Object.hasOwn(given, field.name)) {
      values[field.name] = given[field.name];
    } else if (untouched && field.hasDefault) {
      // The API fills it in.
    } else if (typeof entry === "boolean") {
      if (field.required || !untouched) values[field.name] = entry;
    } else if (entry === "" || (entry.trim() === "" && (field.required || field.kind !== "string"))) {
      const read = untouched && !field.required ? null : emptied(field);
      if (read && !(field.kind === "list" && untouched)) values[field.name] = read.value;
      else if (field.required && !field.hasDefault) problems[field.name] = "required";
    } else {
      const read = readText(field, entry);
      if ("problem" in read) problems[field.name] = read.problem;
      else values[field.name] = read.value;
    }
  }
  return { values, problems };
}
