import { environment, features, input, result } from "gwanje/task";
import { addDays, dayOf, SOURCE_START } from "../data/day";
import { ENTITIES } from "../data/feature-window";

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
/** Up to what is true at the beginning of the next day. Rows of an older day than what is online change nothing. */
const range = { start: `${SOURCE_START}T00:00:00Z`, end: `${addDays(day, 2)}T00:00:00Z` };

const rows = await Promise.all(
  ENTITIES.map(async (entity) => {
    const view = `${entity}_delays`;
    const done = await features.materialize(view, range);
    console.log(`${view}: the last rows of ${done.rows} entities before ${range.end} are online.`);
    return [view, done.rows] as const;
  }),
);
await result({ day, ...range, rows: Object.fromEntries(rows) });
