import { addDays, type Day } from "./day";

/** A flight of a test; `minute` of its day. */
export type TestFlight = {
  day: Day;
  minute: number;
  delay: number;
  distance: number;
  origin: string;
  destination: string;
};

/** Made-up but repeatable flights: a few airports, delays on both sides of the limit, and one that cannot be true. */
export function testFlights(from: Day, days: number, perDay: number, seed = 1): TestFlight[] {
  const random = randomOf(seed);
  const airports = ["ATL", "ORD", "DFW", "LAX", "SEA"];
  const pick = () => airports[Math.floor(random() * airports.length)] ?? "ATL";
  return Array.from({ length: days * perDay }, (_, at) => {
    const origin = pick();
    return {
      day: addDays(from, Math.floor(at / perDay)),
      minute: Math.floor(random() * 1440),
      delay: at === 3 ? 5_000 : Math.floor(random() * 60) - (origin === "SEA" ? 40 : 20),
      distance: 100 + Math.floor(random() * 2_000),
      origin,
      destination: airports[(airports.indexOf(origin) + 1 + Math.floor(random() * 4)) % 5] ?? "ORD",
    };
  });
}

/** As the query that `sourceFlights` gives; the place in the array is the place in the source. */
export function flightsSql(flights: readonly TestFlight[]): string {
  const rows = flights.map(
    (flight, at) =>
      `(${at}, TIMESTAMP '${flight.day}' + INTERVAL ${flight.minute} MINUTE, ${flight.delay}, ${flight.distance}, '${flight.origin}', '${flight.destination}')`,
  );
  return `SELECT * FROM (VALUES ${rows.join(", ")}) AS t(source_row, date, delay, distance, origin, destination)`;
}

/** Mulberry32: the same numbers on every machine. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
