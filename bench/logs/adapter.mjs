// What logs_bench.py asks of a store that is not Elasticsearch's: one JSON object a line, answered in order, by the console's API
// as its pages ask it.
import { createInterface } from "node:readline";
import pg from "pg";

const { GWANJE_BENCH_URL: url, GWANJE_BENCH_SESSION: cookie, GWANJE_BENCH_DATABASE: database } = process.env;
const MONTH_MS = 31 * 86_400_000;
/** Behind it are records of the installation itself. */
const END = Date.parse(process.env.GWANJE_BENCH_END);

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const answer = await { settle, count, search }[asked.op](asked);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** Runs the job that gives the days that are over their indexes, and waits until they have them. */
async function settle() {
  await call("/jobs/log-days/run", {}, "POST");
  const db = new pg.Client({ connectionString: database });
  await db.connect();
  const open = `SELECT count(*)::int AS days FROM log_partition
    WHERE sealed_at IS NULL AND day + 1 <= (now() - interval '15 minutes') AT TIME ZONE 'UTC'`;
  while ((await db.query(open)).rows[0].days > 0) await new Promise((done) => setTimeout(done, 200));
  await db.query("CHECKPOINT").catch(() => {});
  await db.end();
  return {};
}

async function count() {
  const range = { from: instant(END - MONTH_MS), to: instant(END) };
  const bars = await call("/log-records/histogram", { ...range, bars: 60 });
  return { count: bars.data.reduce((sum, { total }) => sum + total, 0) };
}

/** The requests of a page go out together. */
async function search({ kql, from, to, size, hist, top }) {
  const range = { q: kql, from: instant(from), to: instant(to) };
  const [page, bars, values] = await Promise.all([
    size > 0 ? call("/log-records", { ...range, limit: size }) : null,
    hist > 0 ? call("/log-records/histogram", { ...range, bars: hist }) : null,
    top ? call("/log-records/fields", { ...range, field: top }) : null,
  ]);
  return {
    rows: page?.data.map(({ id, time }) => ({ id, ts: time })) ?? [],
    total: bars ? bars.data.reduce((sum, { total }) => sum + total, 0) : null,
    hist: bars?.data.map(({ total }) => total) ?? [],
    top: values?.data.slice(0, 10).map(({ name, count: n }) => [name, n]) ?? [],
  };
}

async function call(path, query, method = "GET") {
  const address = `${url}/api/v1${path}?${new URLSearchParams(query)}`;
  const response = await fetch(address, { method, headers: { cookie, origin: url } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

function instant(ms) {
  return new Date(ms).toISOString();
}
