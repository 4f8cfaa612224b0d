import { ENTITIES, USUAL_LATE_SHARE, WINDOWS } from "../data/feature-window";
import type { Flights } from "../data/joined";

/**
 * What the model takes, by names: `hour` comes with a request, the others are features of the service `flight_delay`. `day`
 * columns are the same for every flight of a day: a few training days say little about them.
 */
export type Input = {
  name: string;
  level: "flight" | "day";
  /** What stands for a value that nobody knows, such as of an airport without history; null where there always is one. */
  unknown: number | null;
};

export const logit = (share: number): number => Math.log(share / (1 - share));

const asked = (name: string, level: Input["level"] = "flight"): Input => ({ name, level, unknown: null });
/** Relative to the wider group: without a record of its own it is as that one. */
const relative = (name: string): Input => ({ name, level: "flight", unknown: 0 });

export const HOURS = 24;
export const INPUTS: readonly Input[] = [
  asked("hour"),
  asked("is_saturday", "day"),
  asked("is_sunday", "day"),
  asked("log_distance"),
  ...ENTITIES.map((entity) => relative(`log_${entity}_flights_7d`)),
  ...WINDOWS.flatMap((window): Input[] => [
    { name: `system_late_logit_${window}d`, level: "day", unknown: logit(USUAL_LATE_SHARE) },
    ...ENTITIES.map((entity) => relative(`${entity}_late_logit_${window}d`)),
    ...ENTITIES.map((entity) => relative(`${entity}_delay_${window}d`)),
  ]),
];

/** What weights are for: the hour is a column for each hour, the rest as it comes. The model's graph does the same. */
export const WEIGHED: readonly Pick<Input, "name" | "level">[] = [
  ...Array.from({ length: HOURS }, (_, hour) => asked(`hour_${String(hour).padStart(2, "0")}`)),
  ...INPUTS.slice(1),
];

/** Row-major values of INPUTS, in single precision because that is what the model takes. */
export function inputsOf(flights: Flights): Float32Array {
  const values = new Float32Array(flights.rows * INPUTS.length);
  INPUTS.forEach(({ name }, at) => {
    flights.column(name).forEach((value, row) => {
      values[row * INPUTS.length + at] = value;
    });
  });
  return values;
}

/** Row-major values of WEIGHED, of values of INPUTS. */
export function weighedOf(inputs: Float32Array): Float32Array {
  const [from, to] = [INPUTS.length, WEIGHED.length];
  const rows = inputs.length / from;
  const values = new Float32Array(rows * to);
  for (let row = 0; row < rows; row += 1) {
    const hour = inputs[row * from] ?? 0;
    if (hour >= 0 && hour < HOURS) values[row * to + hour] = 1;
    for (let at = 1; at < from; at += 1) {
      const value = inputs[row * from + at] ?? 0;
      values[row * to + HOURS + at - 1] = Number.isNaN(value) ? (INPUTS[at]?.unknown ?? 0) : value;
    }
  }
  return values;
}
