// The log store with the rows and searches of ../shared/reference/logs_bench.py: our serving process, console and PostgreSQL,
// and a real OpenSearch 3.8.0 with 512 MB of heap where Maven and a Java of 21 or newer are there, in turn in one run.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { setUp, tokenOf } from "../scripts/api-client.mjs";
import { startThrowAway } from "../scripts/throw-away.mjs";
import { findProcess } from "./experiments/memory.mjs";
import { figuresOf, figuresOfOthers } from "./logs/figures.mjs";
import { runLoad } from "./logs/load.mjs";
import { startOpenSearch } from "./logs/opensearch.mjs";
import { measureTail } from "./logs/tail.mjs";

const SCOPES = ["logs:read", "logs:write"];
const DAYS = 10;
/** What the other protocols send, of what Elasticsearch's does. */
const SHARE = 5;
const PROTOCOLS = ["es", "ndjson", "loki", "otlp"];

export async function bench({ root, rounds, rows, sustained, protocol, say }) {
  const load = resolve(root, "..", "shared", "reference", "logs_bench.py");
  if (!existsSync(load)) throw new Error(`${load} is not there: it sends the load.`);
  const data = join(root, ".test", "bench-logs");
  mkdirSync(data, { recursive: true });
  const end = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;
  const peer = sustained ? {} : await startOpenSearch(data, say);
  if (peer.why) say(`without OpenSearch: ${peer.why}`);
  const installation = await startThrowAway(root);
  const stores = JSON.parse(readFileSync(join(installation.home, "env.json"), "utf8"));
  const db = new pg.Pool({ connectionString: stores.DATABASE_URL, max: 1 });
  db.on("error", () => {});
  try {
    const session = await setUp(installation.url, installation.setupToken);
    const token = await tokenOf(installation.url, session, SCOPES);
    const serving = findProcess(installation.pid, "serving.js");
    const postgres = findProcess(installation.pid, "/postgres");
    const ours = {
      name: "gwanje",
      url: servingUrl(installation.url),
      token,
      pids: `${serving},${postgres}+`,
      disk: join(installation.home, "postgres", "data", "base"),
      adapter: `${process.execPath} ${join(root, "bench", "logs", "adapter.mjs")}`,
    };
    const env = {
      GWANJE_BENCH_END: end,
      GWANJE_BENCH_URL: installation.url,
      GWANJE_BENCH_SESSION: session,
      GWANJE_BENCH_DATABASE: stores.DATABASE_URL,
    };
    const common = { load, data, end, days: DAYS, env };
    // What is sent as it happens goes into the day that is being filled, which has no indexes: its own figures, without a peer.
    const open = { ...common, targets: [ours], end: "now", days: 0.04 };
    // Other rows for each: what came before would be a replay.
    const others = async (protocols, rows) => {
      const each = [];
      for (const protocol of protocols) {
        const seed = 2 + PROTOCOLS.indexOf(protocol);
        each.push({
          protocol,
          measured: await runLoad({ ...open, rows, rounds: 1, protocol, seed, ingestOnly: true }),
        });
      }
      return each;
    };
    if (sustained)
      return {
        stores: await versions(db),
        figures: figuresOfOthers(await others(protocol ? [protocol] : PROTOCOLS, rows)),
      };
    const targets = peer.url ? [peer, ours] : [ours];
    const measured = await runLoad({ ...common, targets, rows, rounds, protocol: "es" });
    const share = Math.ceil(rows / SHARE);
    const today = await runLoad({ ...open, rows: share, rounds, protocol: "es", seed: 9 });
    const rest = await others(PROTOCOLS.slice(1), share);
    const tail = await measureTail({ url: installation.url, session, ingest: ours.url, token, say });
    return {
      stores: await versions(db),
      figures: [...figuresOf(measured, today), ...figuresOfOthers(rest), ...tail],
    };
  } finally {
    await db.end();
    await installation.stop();
    await peer.stop?.();
  }
}

/** The serving process listens beside the console. */
function servingUrl(url) {
  return `http://127.0.0.1:${Number(new URL(url).port) + 1}/ingest`;
}

async function versions(db) {
  const { rows } = await db.query("SHOW server_version");
  return { postgres: rows[0].server_version, redis: "not of these figures" };
}
