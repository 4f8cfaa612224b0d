import { describe, expect, it } from "vitest";
import { addDays, type Day } from "./day";
import { withDuck } from "./duck";
import { ENTITIES, type Entity, featureTable, makeFeatures, WINDOWS } from "./feature-window";
import { flightsSql, type TestFlight, testFlights } from "./testing";

const keyOf = (entity: Entity, flight: TestFlight) =>
  entity === "route" ? `${flight.origin}-${flight.destination}` : flight[entity];

const logit = (share: number) => Math.log(share / (1 - share));
const mean = (flights: readonly TestFlight[]) =>
  flights.length === 0 ? 0 : flights.reduce((sum, { delay }) => sum + delay, 0) / flights.length;
const late = (flights: readonly TestFlight[]) => flights.filter(({ delay }) => delay > 15).length;
/** The share late as if `strength` more flights had run as the wider group does. */
const pulled = (flights: readonly TestFlight[], strength: number, wider: number) =>
  (late(flights) + strength * wider) / (flights.length + strength);

/** The definition, flight by flight. */
function expected(flights: readonly TestFlight[], entity: Entity, asOf: Day) {
  const rows: Record<string, unknown> = {};
  const usable = flights.filter((flight) => flight.delay >= -120 && flight.delay <= 2880);
  for (const key of new Set(usable.map((flight) => keyOf(entity, flight))).values()) {
    const row: Record<string, unknown> = {};
    for (const window of WINDOWS) {
      const lately = usable.filter(({ day }) => day >= addDays(asOf, -window) && day < asOf);
      const own = lately.filter((flight) => keyOf(entity, flight) === key);
      const count = own.length;
      const system = pulled(lately, 100, 0.2);
      const ofOrigin = lately.filter(({ origin }) => origin === key.split("-")[0]);
      const wider = entity === "route" ? pulled(ofOrigin, 20, system) : system;
      const strength = entity === "route" ? 10 : 20;
      row[`${entity}_flights_${window}d`] = count;
      row[`${entity}_mean_delay_${window}d`] = count === 0 ? null : mean(own);
      row[`${entity}_late_share_${window}d`] = count === 0 ? null : late(own) / count;
      row[`${entity}_late_logit_${window}d`] = logit(pulled(own, strength, wider)) - logit(wider);
      row[`${entity}_delay_${window}d`] =
        count === 0 ? 0 : ((mean(own) - mean(lately)) * count) / (count + strength);
      if (entity === "origin") row[`system_late_logit_${window}d`] = logit(system);
      row[`log_${entity}_flights_7d`] = Math.log1p(count);
    }
    if (row[`${entity}_flights_7d`] !== 0) rows[key] = row;
  }
  return rows;
}

/** Columns have 32 bits. */
const about = (rows: Record<string, unknown>): unknown =>
  JSON.parse(JSON.stringify(rows), (_, value) =>
    typeof value === "number" ? Math.round(value * 1e4) / 1e4 + 0 : value,
  );

async function computed(flights: readonly TestFlight[], asOf: readonly Day[]) {
  return withDuck(async (connection) => {
    const days = asOf.map((day) => `SELECT DATE '${day}' AS as_of`).join(" UNION ALL ");
    await makeFeatures(connection, flightsSql(flights), days);
    const all: Record<string, Record<string, Record<string, unknown>>> = {};
    for (const entity of ENTITIES) {
      const reader = await connection.runAndReadAll(
        `SELECT CAST(CAST(event_timestamp AS DATE) AS VARCHAR) AS day, * EXCLUDE (event_timestamp) FROM ${featureTable(entity)}`,
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
      for (const day of days)
        expect(about(all[`${entity} ${day}`] ?? {})).toEqual(about(expected(flights, entity, day)));
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
    // The system moves with it, and so what others are relative to it; their own record does not.
    const own = (all: typeof after) =>
      ["flights", "mean_delay", "late_share"].map((name) => all[`origin ${day}`]?.ATL?.[`origin_${name}_1d`]);
    expect(own(after)).toEqual(own(before));
    expect(own(after)[0]).toBeGreaterThan(0);
  });

  it("of the first day are empty tables", async () => {
    expect(await computed(flights, ["2001-01-01"])).toEqual({});
  });
});
