import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { valueKey } from "../keys";
import { CREATED, EVENT_TIME, LIMITS } from "../values";
import { type Columns, countRows, joinKeyTexts, refuseUnknownColumns, wrongValue } from "./columns";
import type { KnownView } from "./definitions";
import { readFeatureValue } from "./feature-value";
import type { KeyedRow } from "./store";
import { encodeRow } from "./stored-row";
import { type Micros, parseMicros } from "./time";

/** How far the clock of a sender may be ahead. A time far ahead would keep every later value out. */
const AHEAD_US = 60_000_000;
const FIELD = "df";

/** Rows as they are stored, all or none: one that is wrong refuses all, with its column and row. */
export function writtenRows(view: KnownView, columns: Columns, nowUs: Micros): KeyedRow[] {
  const keyNames = view.joinKeys.map(({ name }) => name);
  refuseUnknownColumns(columns, new Set([...keyNames, ...view.fields.keys(), EVENT_TIME, CREATED]), FIELD);
  const rows = countRows(columns, FIELD, LIMITS.writtenRows);
  const keys = view.joinKeys.map((key) => joinKeyTexts(columns, key, FIELD));
  const events = timesOf(columns, EVENT_TIME, nowUs);
  if (!events)
    throw InvalidError.field(
      `/${FIELD}/${EVENT_TIME}`,
      `The column ${EVENT_TIME} is missing. Send when each row became true, such as 2026-01-31T00:00:00Z.`,
      because("required"),
    );
  const created = timesOf(columns, CREATED, nowUs);
  const fields = [...view.fields].map(([name, { type }]) => ({ name, type, values: columns.get(name) }));
  if (fields.every(({ values }) => !values))
    throw InvalidError.field(
      `/${FIELD}`,
      `No feature of ${view.name} is there. Send at least one of: ${[...view.fields.keys()].join(", ")}.`,
      because("required"),
    );
  return Array.from({ length: rows }, (_, row) => ({
    key: valueKey(
      view.keyPrefix,
      keys.map((texts) => texts[row] ?? ""),
    ),
    row: encodeRow({
      eventUs: events[row] ?? 0,
      createdUs: created?.[row] ?? 0,
      schemaVersion: view.schemaVersion,
      values: fields.map(({ name, type, values }) => {
        if (!values) return undefined;
        const read = readFeatureValue(type, values[row]);
        if ("value" in read) return read.value;
        throw wrongValue(FIELD, name, row, type, read.problem);
      }),
    }),
  }));
}

/** Null without the column. `created` may be null in a row, the event time may not. */
function timesOf(columns: Columns, name: string, nowUs: Micros): Micros[] | null {
  const values = columns.get(name);
  if (!values) return null;
  return values.map((raw, row) => {
    if (raw === null && name === CREATED) return 0;
    const micros = parseMicros(raw);
    if (micros === null)
      throw wrongValue(FIELD, name, row, "timestamp", "must be a time, such as 2026-01-31T00:00:00Z (UTC)");
    if (micros <= nowUs + AHEAD_US) return micros;
    throw InvalidError.field(
      `/${FIELD}/${name}/${row}`,
      `${FIELD}.${name}, row ${row}: lies in the future, and would keep every later value out. Send when the row became true.`,
      because("future_time"),
    );
  });
}
