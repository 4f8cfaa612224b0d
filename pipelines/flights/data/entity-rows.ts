/** What a request to the endpoint brings of a flight. */
export const REQUEST = ["origin", "destination", "hour", "weekday", "distance"] as const;

/**
 * Rows that features are joined to, as they were known when each flight left. `usable` is a table of `usableFlights`, of which
 * every n-th is taken by its place in the source.
 */
export const entityRows = (every = 1): string =>
  `SELECT ${flight()}, late FROM usable WHERE flight % ${every} = 0 ORDER BY flight`;

/** The flights of a day as its schedule has them: nobody knows yet which will be late. */
export const scheduleRows = (flights: string): string =>
  `SELECT ${flight()} FROM (${flights}) ORDER BY flight`;

function flight(): string {
  return "event_timestamp, flight, CAST(day AS VARCHAR) AS day, origin, destination, hour, weekday, distance";
}
