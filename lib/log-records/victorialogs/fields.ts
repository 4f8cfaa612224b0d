/**
 * VictoriaLogs keeps every value as text, without an empty one, and all values of a name in one column. An attribute is so in
 * the column of its name and its type: `text.user`, `num.http.status`. A list is its values with their types, one text.
 */
export const KINDS = ["text", "num", "bool", "list", "null", "blank"] as const;
type Kind = (typeof KINDS)[number];

/** Between the values of a list. No value has it: control characters are taken out of records. */
const BETWEEN = "\u001f";
/** Stands for an empty message, which VictoriaLogs would replace by words of its own. */
export const NO_MESSAGE = "\u001f";
/** The name of a column has 128 bytes at most. Longer ones are kept together and not searched by. */
const LONG_NAMES = "long_names";
const MAX_NAME_BYTES = 120;

export type Columns = Record<string, string>;

export function columnOf(kind: Kind, name: string): string {
  return `${kind}.${name}`;
}

export function columnsOf(attributes: Readonly<Record<string, unknown>>): Columns {
  const columns: Columns = {};
  const long: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (Buffer.byteLength(name) > MAX_NAME_BYTES) long[name] = value;
    else {
      const [kind, text] = columnValue(value);
      columns[columnOf(kind, name)] = text;
    }
  }
  if (Object.keys(long).length > 0) columns[LONG_NAMES] = JSON.stringify(long);
  return columns;
}

function columnValue(value: unknown): [Kind, string] {
  if (typeof value === "string") return value === "" ? ["blank", "blank"] : ["text", value];
  if (typeof value === "number") return ["num", String(value)];
  if (typeof value === "boolean") return ["bool", String(value)];
  if (Array.isArray(value))
    return ["list", [BETWEEN, ...value.map((one) => `${listItem(one)}${BETWEEN}`)].join("")];
  return ["null", "null"];
}

/** A value in a list: JSON, so that its type is in it. */
function listItem(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}

/** What the text of a list has in it when it has this value. */
export function listPart(value: string | number | boolean): string {
  return `${BETWEEN}${listItem(value)}${BETWEEN}`;
}

export function attributesOf(columns: Columns): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [column, text] of Object.entries(columns)) {
    const kind = KINDS.find((one) => column.startsWith(`${one}.`));
    if (kind) attributes[column.slice(kind.length + 1)] = valueOfText(kind, text);
  }
  const long: unknown = JSON.parse(columns[LONG_NAMES] ?? "{}");
  return Object.assign(attributes, long);
}

function valueOfText(kind: Kind, text: string): unknown {
  switch (kind) {
    case "text":
      return text;
    case "num":
      return Number(text);
    case "bool":
      return text === "true";
    case "list":
      return text
        .split(BETWEEN)
        .slice(1, -1)
        .map((one): unknown => JSON.parse(one));
    case "null":
      return null;
    case "blank":
      return "";
  }
}
