import { describe, expect, it } from "vitest";
import { addDays, type Day } from "./day";
import { withDuck } from "./duck";
import { ENTITIES, type Entity, featureTable, makeFeatures, WINDOWS } from "./feature-window";
import { flightsSql, type TestFlight, testFlights } from "./testing";

const keyOf = (entity: Entity, flight: TestFlight) =>
  entity === "route" ? `${flight.origin}-${flight.destination}` : flight[entity];

/** The definition, flight by flight. */
function expected(flights: readonly TestFlight[], entity: Entity, asOf: Day) {
  const rows: Record<string, unknown> = {};
  const usable = flights.filter((flight) => flight.delay >= -120 && flight.delay <= 2880);
  for (const key of new Set(usable.map((flight) => keyOf(entity, flight))).values()) {
    const row: Record<string, number | null> = {};
    for (const window of WINDOWS) {
      const within = usable.filter(
        (flight) =>
          keyOf(entity, flight) === key && flight.day >= addDays(asOf, -window) && flight.day < asOf,
      );
      const late = within.filter((flight) => flight.delay > 15).length;
      const delay = within.reduce((sum, flight) => sum + flight.delay, 0);
      row[`flights_${window}d`] = within.length;
      row[`mean_delay_${window}d`] = within.length === 0 ? null : delay / within.length;
      row[`late_share_${window}d`] = within.length === 0 ? null : late / within.length;
    }
    if (row.flights_7d !== 0) rows[key] = row;
  }
  return rows;
}

async function computed(flights: readonly TestFlight[], asOf: readonly Day[]) {
  return withDuck(async (connection) => {
    const days = asOf.map((day) => `SELECT DATE '${day}' AS as_of`).join(" UNION ALL ");
    await makeFeatures(connection, flightsSql(flights), days);
    const all: Record<string, Record<string, Record<string, unknown>>> = {};
    for (const entity of ENTITIES) {
      const reader = await connection.runAndReadAll(
        `SELECT CAST(as_of AS VARCHAR) AS day, * EXCLUDE (as_of) FROM ${featureTable(entity)}`,
      );
      for (const { day, origin, destination, ...figures } of reader.getRowObjectsJS()) {
        const key = [origin, destination].filter(Boolean).join("-");
        const name = `${entity} ${day}`;
        all[name] = { ...all[name], [key]: figures };
      }
    }
    return all;
  });
}

describe("features", () => {
  const flights = testFlights("2001-01-01", 10, 30);

  it("are what counting flight by flight gives, for every day and entity", async () => {
    const days = ["2001-01-02", "2001-01-04", "2001-01-09", "2001-01-11"];
    const all = await computed(flights, days);
    for (const entity of ENTITIES) {
      for (const day of days) expect(all[`${entity} ${day}`]).toEqual(expected(flights, entity, day));
    }
  });

  it("of a day do not move when the day itself and all later days change", async () => {
    const day = "2001-01-06";
    const changed = flights.map((flight) =>
      flight.day >= day ? { ...flight, delay: 999, origin: "SEA", destination: "ATL" } : flight,
    );
    expect(await computed(changed, [day])).toEqual(await computed(flights, [day]));
  });

  it("move when the last flight before midnight changes", async () => {
    const day = "2001-01-06";
    const last = { day: addDays(day, -1), minute: 1439, delay: 0, distance: 500 };
    const flight: TestFlight = { ...last, origin: "SEA", destination: "ATL" };
    const before = await computed([...flights, flight], [day]);
    const after = await computed([...flights, { ...flight, delay: 900 }], [day]);
    expect(after[`origin ${day}`]?.SEA).not.toEqual(before[`origin ${day}`]?.SEA);
    expect(after[`origin ${day}`]?.ATL).toEqual(before[`origin ${day}`]?.ATL);
  });

  it("of the first day are empty tables", async () => {
    expect(await computed(flights, ["2001-01-01"])).toEqual({});
  });
});
