import { stat } from "node:fs/promises";
import { environment, input, objects, result } from "gwanje/task";
import { addDays, dayOf } from "../data/day";
import { withDuck } from "../data/duck";
import { keys } from "../data/keys";
import { dayFlights } from "../data/source";

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
console.log(`Flights of [${day}, ${addDays(day, 1)}) from the source.`);

const rows = await withDuck(async (connection) => {
  await connection.run(`CREATE TABLE flights AS ${dayFlights(day)} ORDER BY source_row`);
  await connection.run("COPY flights TO 'flights.parquet' (FORMAT parquet, COMPRESSION zstd)");
  await connection.run("COPY flights TO 'flights.csv' (FORMAT csv, HEADER)");
  const counted = await connection.runAndReadAll("SELECT count(*) FROM flights");
  return Number(counted.getRowsJS()[0]?.[0]);
});

// The CSV first: whoever sees the Parquet file, which is what the days after read, finds a whole day.
await objects.upload("flights.csv", keys.rawCsv(day));
await objects.upload("flights.parquet", keys.rawParquet(day));
const { size } = await stat("flights.parquet");
console.log(`${rows} flights, ${size} bytes of Parquet: ${objects.url(keys.rawParquet(day))}`);
await result({
  day,
  rows,
  size_bytes: size,
  parquet: objects.url(keys.rawParquet(day)),
  csv: keys.rawCsv(day),
});
