/** What can be asked of one kind of thing: its fields, their types, and the operators that each type has. */
export type FieldKind = "attribute" | "metric" | "param" | "tag" | "dataset";
export type FieldType = "text" | "id" | "number" | "number_or_text" | "integer" | "key_text" | "listed_text";
/** Which of a metric's points is meant; without one it is the last. */
export type PointOf = "min" | "max" | "first";
export type Field = { kind: FieldKind; name: string; type: FieldType; of?: PointOf };
export type Operator =
  | "="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "LIKE"
  | "ILIKE"
  | "IN"
  | "NOT IN"
  | "IS NULL"
  | "IS NOT NULL";

const EQUAL = ["=", "!="] as const;
const LISTS = ["IN", "NOT IN"] as const;
const TEXTS = [...EQUAL, "LIKE", "ILIKE"] as const;
const NUMBERS = [...EQUAL, ">", ">=", "<", "<="] as const;

/** As MLflow has them; a key_text (a parameter or tag of a run) may also be missing. */
export const OPERATORS: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: TEXTS,
  id: [...TEXTS, ...LISTS],
  number: NUMBERS,
  // A number that may also stand in quotes.
  number_or_text: NUMBERS,
  integer: NUMBERS,
  key_text: [...TEXTS, "IS NULL", "IS NOT NULL"],
  listed_text: [...TEXTS, ...LISTS],
};

export type Vocabulary = {
  /** What stands before the first dot: its kind. */
  prefixes: Readonly<Record<string, FieldKind>>;
  /** Names of attributes, with and without prefix: what each is called by us, and its type. */
  attributes: Readonly<Record<string, readonly [name: string, type: FieldType]>>;
  /** What follows the prefix `dataset`. */
  datasets?: readonly string[];
  unordered?: readonly FieldKind[];
  /** Prefixes that name other points of a metric than its last. */
  points?: Readonly<Record<string, PointOf>>;
  /** Where a kind has other operators than it has of runs. */
  types?: Partial<Record<FieldKind, FieldType>>;
};

const TYPES: Readonly<Record<Exclude<FieldKind, "attribute">, FieldType>> = {
  metric: "number",
  param: "key_text",
  tag: "key_text",
  dataset: "listed_text",
};

export const RUN_FIELDS: Vocabulary = {
  prefixes: {
    attribute: "attribute",
    attributes: "attribute",
    attr: "attribute",
    run: "attribute",
    metric: "metric",
    metrics: "metric",
    param: "param",
    params: "param",
    parameter: "param",
    parameters: "param",
    tag: "tag",
    tags: "tag",
    dataset: "dataset",
    datasets: "dataset",
  },
  attributes: {
    run_id: ["run_id", "id"],
    run_name: ["run_name", "text"],
    "run name": ["run_name", "text"],
    "Run name": ["run_name", "text"],
    "Run Name": ["run_name", "text"],
    status: ["status", "text"],
    user_id: ["user_id", "text"],
    artifact_uri: ["artifact_uri", "text"],
    start_time: ["start_time", "number"],
    created: ["start_time", "number"],
    Created: ["start_time", "number"],
    end_time: ["end_time", "number"],
  },
  datasets: ["name", "digest", "context"],
  unordered: ["dataset"],
};

/** For our own API and pages: also the least, the greatest and the first value of a metric. */
export const RUN_VIEW_FIELDS: Vocabulary = {
  ...RUN_FIELDS,
  points: { min: "min", max: "max", first: "first" },
};

export const EXPERIMENT_FIELDS: Vocabulary = {
  prefixes: { attribute: "attribute", attributes: "attribute", tag: "tag", tags: "tag" },
  attributes: {
    name: ["name", "text"],
    experiment_id: ["experiment_id", "id"],
    creation_time: ["creation_time", "integer"],
    last_update_time: ["last_update_time", "integer"],
  },
  unordered: ["tag"],
};

export const MODEL_FIELDS: Vocabulary = {
  prefixes: {
    attribute: "attribute",
    attributes: "attribute",
    metric: "metric",
    metrics: "metric",
    param: "param",
    params: "param",
    tag: "tag",
    tags: "tag",
  },
  attributes: {
    name: ["name", "id"],
    model_id: ["model_id", "id"],
    model_type: ["model_type", "id"],
    status: ["status", "id"],
    source_run_id: ["source_run_id", "id"],
    creation_timestamp: ["creation_timestamp", "number"],
    creation_time: ["creation_timestamp", "number"],
    last_updated_timestamp: ["last_updated_timestamp", "number"],
  },
  unordered: ["param", "tag"],
  types: { param: "listed_text", tag: "listed_text" },
};

/** The field that a name means, or why it means none. */
export function fieldOf(words: Vocabulary, prefix: string | null, name: string): Field | string {
  const of = prefix === null ? undefined : own(words.points ?? {}, prefix);
  if (of) return name === "" ? "a name is missing" : { kind: "metric", name, type: "number", of };
  const kind = prefix === null ? "attribute" : own(words.prefixes, prefix);
  if (!kind) return `${prefix} is none of ${Object.keys({ ...words.prefixes, ...words.points }).join(", ")}`;
  if (name === "") return "a name is missing";
  if (kind === "attribute") {
    const found = own(words.attributes, name);
    if (found) return { kind, name: found[0], type: found[1] };
    return `there is no attribute ${name}; there are ${Object.keys(words.attributes).join(", ")}`;
  }
  if (kind === "dataset" && !words.datasets?.includes(name))
    return `a dataset has ${words.datasets?.join(", ")}, not ${name}`;
  return { kind, name, type: words.types?.[kind] ?? TYPES[kind] };
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
