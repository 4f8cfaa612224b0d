import { environment, input, objects, predictions, result } from "gwanje/task";
import { dayOf } from "../data/day";
import { withDuck } from "../data/duck";
import { readFlights } from "../data/joined";
import { keys } from "../data/keys";
import { storedFlights, usableFlights } from "../data/source";
import type { Asked } from "../model/ask-endpoint";
import { ENDPOINT } from "../model/serving";

const MOST_LABELS = 1_000;

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
if (await objects.exists(keys.asked(day))) {
  const asked: Asked[] = JSON.parse((await objects.get(keys.asked(day))).toString());
  await objects.download(keys.rawParquet(day), "flights.parquet");
  const flights = await withDuck((connection) =>
    readFlights(connection, usableFlights(storedFlights(["flights.parquet"]))),
  );
  const numbers = flights.column("flight");
  const late = new Map(Array.from(flights.late, (label, at) => [numbers[at] ?? -1, label]));
  const labels = asked.flatMap(({ prediction_id, row, flight }) => {
    const label = late.get(flight);
    return label === undefined ? [] : [{ prediction_id, row, label, time: `${day}T00:00:00Z` }];
  });
  const became: Record<string, number> = {};
  for (let from = 0; from < labels.length; from += MOST_LABELS)
    for (const status of await predictions.feedback(ENDPOINT, labels.slice(from, from + MOST_LABELS)))
      became[status] = (became[status] ?? 0) + 1;
  console.log(`What came true of ${labels.length} predictions of ${day}: ${JSON.stringify(became)}`);
  await result({ day, labels: labels.length, became });
} else {
  console.log(`The endpoint was asked nothing about ${day} before it began.`);
  await result({ day, labels: 0, became: {} });
}
