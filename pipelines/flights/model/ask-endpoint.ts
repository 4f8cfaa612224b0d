import { features, objects, predictions } from "gwanje/task";
import type { Day } from "../data/day";
import { withDuck } from "../data/duck";
import { REQUEST } from "../data/entity-rows";
import { storedRows } from "../data/joined";
import { keys } from "../data/keys";
import { ENDPOINT } from "./serving";

/** Of a day's flights so many are asked about, as callers would: what the log of predictions has of a day. */
const MOST_ASKED = 1_000;
const ROWS_A_REQUEST = 100;

/** Where a prediction of the endpoint stands, and of which flight it is. */
export type Asked = { prediction_id: string; row: number; flight: number };

/**
 * Asks the endpoint about every n-th flight of a day that is about to begin, and keeps which predictions these are, for when it
 * is known how late they were. Does nothing where they were asked about before, and where a later day is online already:
 * the answers would know the day itself. Returns how many there are.
 */
export async function askEndpoint(day: Day, schedule: string): Promise<number> {
  if (await objects.exists(keys.asked(day))) {
    console.log(`The endpoint was asked about flights of ${day} before: ${objects.url(keys.asked(day))}`);
    return 0;
  }
  const { flights, rows } = await someOf(schedule);
  const asOf = await onlineSince(String(Reflect.get(Object(rows[0]), "origin")));
  if (asOf !== day) {
    console.log(`Features of ${asOf} are online, not those of ${day}: the endpoint is not asked about it.`);
    return 0;
  }
  const asked: Asked[] = [];
  for (let from = 0; from < rows.length; from += ROWS_A_REQUEST) {
    const part = rows.slice(from, from + ROWS_A_REQUEST);
    const { id } = await predictions.ask(ENDPOINT, part);
    part.forEach((_, row) => {
      asked.push({ prediction_id: id, row, flight: flights[from + row] ?? -1 });
    });
  }
  await objects.put(keys.asked(day), JSON.stringify(asked));
  console.log(`The endpoint ${ENDPOINT} was asked about ${asked.length} flights of ${day}.`);
  return asked.length;
}

async function someOf(schedule: string): Promise<{ flights: number[]; rows: object[] }> {
  return withDuck(async (connection) => {
    const all = storedRows(schedule);
    const found = await connection.runAndReadAll(
      `SELECT flight, ${REQUEST.join(", ")} FROM (${all}) WHERE flight % (SELECT greatest(1, ceil(count(*) / ${MOST_ASKED})) FROM (${all})) = 0
       ORDER BY flight`,
    );
    const rows = found.getRowObjectsJS();
    return {
      flights: rows.map(({ flight }) => Number(flight)),
      rows: rows.map(({ origin, destination, hour, weekday, distance }) => ({
        origin: String(origin),
        destination: String(destination),
        hour: Number(hour),
        weekday: Number(weekday),
        distance: Number(distance),
      })),
    };
  });
}

/** The day at whose beginning the row of a busy airport is true; "none" without one. */
async function onlineSince(origin: string): Promise<Day> {
  const { event_timestamp } = await features.entity("origin_delays", { origin });
  return event_timestamp?.slice(0, 10) ?? "none";
}
