import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, daysBetween } from "../data/day";
import { withDuck } from "../data/duck";
import { sourceFlights, storedFlights } from "../data/source";
import { flightsSql, type TestFlight, testFlights } from "../data/testing";
import { predict } from "./logistic";
import { onnxOf } from "./onnx";
import { trainOn } from "./train-day";

const START = "2001-01-01";
const DAY = "2001-01-13";
const PATIENCE_MS = 60_000;
// By time, as the source is: its rows' places must not depend on where they are read from.
const flights = testFlights(START, 14, 60).sort((a, b) =>
  a.day === b.day ? a.minute - b.minute : a.day.localeCompare(b.day),
);
let dir: string;

const write = (name: string, sql: string) =>
  withDuck(async (connection) => {
    const file = join(dir, name);
    await connection.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
    return file;
  });
const writeSource = (name: string, of: readonly TestFlight[]) =>
  write(name, `SELECT * EXCLUDE (source_row) FROM (${flightsSql(of)}) ORDER BY source_row`);
const modelOf = async (history: string) => {
  const { model, columns } = await trainOn(history, START);
  return Buffer.from(onnxOf(model, columns, {}));
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "flights-"));
});
afterAll(() => rm(dir, { recursive: true }));

describe("trainOn", () => {
  it(
    "gives the same bytes for the same days, read from the source, from stored days, or from both",
    async () => {
      const source = await writeSource("source.parquet", flights);
      const stored = await Promise.all(
        daysBetween(START, DAY).map((day) =>
          write(`${day}.parquet`, `${sourceFlights(day, addDays(day, 1), source)} ORDER BY source_row`),
        ),
      );
      const whole = await modelOf(sourceFlights(START, DAY, source));
      expect(whole.length).toBeGreaterThan(500);
      expect(await modelOf(storedFlights(stored))).toEqual(whole);
      const later = stored.slice(2).reverse();
      const mixed = `${storedFlights(later)} UNION ALL ${sourceFlights(START, addDays(START, 2), source)}`;
      expect(await modelOf(mixed)).toEqual(whole);
    },
    PATIENCE_MS,
  );

  it(
    "does not see the day it is for, nor what comes after",
    async () => {
      const changed = flights.map((flight) => (flight.day >= DAY ? { ...flight, delay: 600 } : flight));
      const [before, after] = [
        await writeSource("a.parquet", flights),
        await writeSource("b.parquet", changed),
      ];
      expect(await modelOf(sourceFlights(START, DAY, after))).toEqual(
        await modelOf(sourceFlights(START, DAY, before)),
      );
    },
    PATIENCE_MS,
  );

  it(
    "sees the day before",
    async () => {
      const changed = flights.map((flight) =>
        flight.day === addDays(DAY, -1) ? { ...flight, delay: 600 } : flight,
      );
      const [before, after] = [
        await writeSource("c.parquet", flights),
        await writeSource("d.parquet", changed),
      ];
      expect(await modelOf(sourceFlights(START, DAY, after))).not.toEqual(
        await modelOf(sourceFlights(START, DAY, before)),
      );
    },
    PATIENCE_MS,
  );

  it(
    "says what it learned from; delays that cannot be true are not in it",
    async () => {
      const trained = await trainOn(flightsSql(flights.filter((flight) => flight.day < DAY)), START);
      expect(trained).toMatchObject({ days: 12, rows: 12 * 60 - 1, fitted_rows: 12 * 60 - 1 });
      expect(trained.columns).toHaveLength(trained.model.weights.length);
    },
    PATIENCE_MS,
  );

  it(
    "without a day to learn from, gives every flight the usual chance",
    async () => {
      const trained = await trainOn(`SELECT * FROM (${flightsSql(flights)}) WHERE false`, START);
      expect(trained).toMatchObject({ days: 0, rows: 0, late_share: 0.2, training: null });
      expect(trained.columns).toHaveLength(51);
      expect(predict(trained.model, new Float32Array(51).fill(1))[0]).toBeCloseTo(0.2, 12);
    },
    PATIENCE_MS,
  );
});
