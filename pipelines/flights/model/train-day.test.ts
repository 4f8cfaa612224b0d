import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, daysBetween } from "../data/day";
import { withDuck } from "../data/duck";
import { NO_FLIGHTS } from "../data/joined";
import { sourceFlights, storedFlights } from "../data/source";
import { flightsSql, type TestFlight, testFlights } from "../data/testing";
import { INPUTS, inputsOf, WEIGHED, weighedOf } from "./columns";
import { predict } from "./logistic";
import { onnxOf } from "./onnx";
import { score } from "./score";
import { trainOn } from "./train-day";
import { trainHere } from "./train-here";

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
  const { trained } = await trainHere(history, START, DAY);
  return Buffer.from(onnxOf(trained.model, {}));
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
      const until = addDays(DAY, 1);
      expect(await modelOf(sourceFlights(START, until, after))).toEqual(
        await modelOf(sourceFlights(START, until, before)),
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
      const { trained, days, rows, holdout } = await trainHere(flightsSql(flights), START, DAY);
      expect({ days, rows }).toEqual({ days: 12, rows: 12 * 60 - 1 });
      expect(trained.training?.rows).toBe(12 * 60 - 1);
      expect(holdout.texts("day")).toEqual(Array(60).fill(DAY));
      expect(trained.model.weights).toHaveLength(WEIGHED.length);
    },
    PATIENCE_MS,
  );
});

describe("the model", () => {
  it("without a day to learn from gives every flight the usual chance, also where nothing is known", async () => {
    const trained = trainOn(NO_FLIGHTS, { days: 0, lateShare: Number.NaN });
    expect(trained).toMatchObject({ late_share: 0.2, training: null });
    const unknown = new Float32Array(2 * INPUTS.length).fill(Number.NaN);
    const chances = await score(onnxOf(trained.model, {}), unknown);
    for (const chance of chances) expect(chance).toBeCloseTo(0.2, 6);
  });

  it(
    "scores by its graph as the fit computes: the hour by its own weight, the unknown by what stands for it",
    async () => {
      const { trained, holdout } = await trainHere(flightsSql(flights), START, DAY);
      const inputs = inputsOf(holdout);
      for (let at = 0; at < inputs.length; at += 7)
        if (INPUTS[at % INPUTS.length]?.unknown != null) inputs[at] = Number.NaN;
      const file = onnxOf(trained.model, { trained_on: "test" });
      expect(onnxOf(trained.model, { trained_on: "test" })).toEqual(file);
      const chances = await score(file, inputs);
      const wanted = predict(trained.model, weighedOf(inputs));
      expect(chances).toHaveLength(60);
      chances.forEach((chance, row) => {
        expect(chance).toBeCloseTo(wanted[row] ?? Number.NaN, 5);
      });
      expect(new Set(chances).size).toBeGreaterThan(30);
    },
    PATIENCE_MS,
  );
});
