import { createRequire } from "node:module";
import { join } from "node:path";
import rules from "../rules.json";
import { addDays, type Day } from "./day";
import { literal } from "./duck";

/** The package exports only its code, so the data is found from there. */
export function sourceFile(): string {
  const code = createRequire(import.meta.url).resolve("vega-datasets");
  return join(code, "../../data/flights-3m.parquet");
}

const COLUMNS = "source_row, date, delay, distance, origin, destination";

/** The flights of [from, to); the row's place in the source is their key, and their order. */
export function sourceFlights(from: Day, to: Day, file = sourceFile()): string {
  return `SELECT file_row_number AS source_row, date, delay, distance, origin, destination
    FROM read_parquet(${literal(file)}, file_row_number = true)
    WHERE date >= TIMESTAMP ${literal(from)} AND date < TIMESTAMP ${literal(to)}`;
}

export const dayFlights = (day: Day, file?: string) => sourceFlights(day, addDays(day, 1), file);

/** What `ingest` stored of some days, from local files. */
export const storedFlights = (files: readonly string[]) =>
  `SELECT ${COLUMNS} FROM read_parquet([${files.map(literal).join(", ")}])`;

/** What features and models are made of: a day and a label, without the few rows whose delay cannot be true. */
export function usableFlights(flights: string): string {
  const { min, max } = rules.delay_minutes;
  return `SELECT * FROM (${describedFlights(flights)}) WHERE delay BETWEEN ${min} AND ${max}`;
}

/** Flights with what a request says of them. Monday is 1. */
export function describedFlights(flights: string): string {
  return `SELECT date AS event_timestamp, source_row AS flight, CAST(date AS DATE) AS day, origin, destination,
      CAST(extract(hour FROM date) AS BIGINT) AS hour, CAST(isodow(date) AS BIGINT) AS weekday,
      CAST(distance AS DOUBLE) AS distance, delay, CAST(delay > ${rules.late_after_minutes} AS INTEGER) AS late
    FROM (${flights})`;
}
