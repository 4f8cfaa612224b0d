import { WINDOWS } from "../data/feature-window";
import type { Flights, Level } from "../data/joined";

/** `day` columns are the same for every flight of a day: a few training days say little about them. */
export type Column = { name: string; level: "flight" | "day"; values: Float64Array };

/** One flight in five is late in a usual year; it only matters where there is no history at all. */
export const USUAL_LATE_SHARE = 0.2;
/** How many flights of a wider group a small airport's or route's own record weighs against. */
const STRENGTH: Record<Level, number> = { system: 100, origin: 20, destination: 20, route: 10 };
const WIDER: Record<Level, Level | null> = {
  system: null,
  origin: "system",
  destination: "system",
  route: "origin",
};

type Vector = Float64Array;
const map = (vector: Vector, of: (value: number, row: number) => number): Vector => vector.map(of);
const minus = (a: Vector, b: Vector): Vector => map(a, (value, row) => value - (b[row] ?? 0));
export const logit = (share: number): number => Math.log(share / (1 - share));

/** The share of late flights, pulled towards the wider group's as far as flights are few, as log-odds. */
function lateLogits(flights: Flights, level: Level, window: number): Vector {
  return map(shrunkShares(flights, level, window), logit);
}

function shrunkShares(flights: Flights, level: Level, window: number): Vector {
  const wider = WIDER[level];
  const prior = wider === null ? null : shrunkShares(flights, wider, window);
  const share = flights.column(`${level}_late_share_${window}d`);
  const strength = STRENGTH[level];
  return map(flights.column(`${level}_flights_${window}d`), (count, row) => {
    const late = (share[row] ?? 0) * count;
    return (late + strength * (prior?.[row] ?? USUAL_LATE_SHARE)) / (count + strength);
  });
}

function shrunkDelays(flights: Flights, level: Level, window: number): Vector {
  const count = flights.column(`${level}_flights_${window}d`);
  const own = minus(
    flights.column(`${level}_mean_delay_${window}d`),
    flights.column(`system_mean_delay_${window}d`),
  );
  return map(own, (delay, row) => (delay * (count[row] ?? 0)) / ((count[row] ?? 0) + STRENGTH[level]));
}

function windowed(flights: Flights, window: number): Column[] {
  const logits = {
    system: lateLogits(flights, "system", window),
    origin: lateLogits(flights, "origin", window),
    destination: lateLogits(flights, "destination", window),
    route: lateLogits(flights, "route", window),
  };
  const flight = (name: string, values: Vector): Column => ({
    name: `${name}_${window}d`,
    level: "flight",
    values,
  });
  return [
    { name: `system_late_logit_${window}d`, level: "day", values: logits.system },
    flight("origin_late_logit", minus(logits.origin, logits.system)),
    flight("destination_late_logit", minus(logits.destination, logits.system)),
    flight("route_late_logit", minus(logits.route, logits.origin)),
    flight("origin_delay", shrunkDelays(flights, "origin", window)),
    flight("destination_delay", shrunkDelays(flights, "destination", window)),
    flight("route_delay", shrunkDelays(flights, "route", window)),
  ];
}

/** The model's inputs, in order. Shares are log-odds relative to the wider group, so each adds only what is new. */
export function columnsOf(flights: Flights): Column[] {
  const hour = flights.column("hour");
  const isodow = flights.column("isodow");
  const oneHot = (values: Vector, wanted: number) => map(values, (value) => (value === wanted ? 1 : 0));
  const volume = (level: Level): Column => ({
    name: `log_${level}_flights_7d`,
    level: "flight",
    values: map(flights.column(`${level}_flights_7d`), Math.log1p),
  });
  return [
    ...Array.from(
      { length: 24 },
      (_, at): Column => ({
        name: `hour_${String(at).padStart(2, "0")}`,
        level: "flight",
        values: oneHot(hour, at),
      }),
    ),
    { name: "is_saturday", level: "day", values: oneHot(isodow, 6) },
    { name: "is_sunday", level: "day", values: oneHot(isodow, 7) },
    { name: "log_distance", level: "flight", values: map(flights.column("distance"), Math.log) },
    volume("origin"),
    volume("destination"),
    volume("route"),
    ...WINDOWS.flatMap((window) => windowed(flights, window)),
  ];
}

/** Row-major values, in single precision because that is what the model takes. */
export function encode(columns: readonly Column[], rows: number): Float32Array {
  const values = new Float32Array(rows * columns.length);
  columns.forEach((column, at) => {
    for (let row = 0; row < rows; row += 1) values[row * columns.length + at] = column.values[row] ?? 0;
  });
  return values;
}
