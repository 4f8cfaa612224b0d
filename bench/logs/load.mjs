// One run of logs_bench.py. Its targets are asked in turn.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where each protocol is, below the address of the data plane; logs_bench.py adds its own path. */
const BELOW = { es: "/es", ndjson: "/logs/", loki: "/loki", otlp: "/otlp" };

/** Returns `{target: {figure: value}}`. Without searches where only ingest is asked for. */
export async function runLoad({
  load,
  data,
  end,
  days,
  env,
  targets,
  rows,
  rounds,
  protocol,
  seed = 1,
  ingestOnly,
}) {
  const file = join(data, `figures-${protocol}.json`);
  const flags = [
    ...["--rows", String(rows), "--days", String(days), "--end", end, "--seed", String(seed)],
    ...["--rounds", String(Math.max(2, rounds)), "--data", data, "--protocol", protocol, "--json", file],
    ...(ingestOnly ? ["--skip-search"] : []),
  ];
  const args = [load, ...targets.map((target) => wordsOf(target, protocol)), ...flags];
  await new Promise((done, failed) => {
    const child = spawn("python3", args, { stdio: ["ignore", 2, 2], env: { ...process.env, ...env } });
    child.once("error", failed);
    // 1: rows were refused, or two targets answered differently. It has said so, and its figures stand beside it.
    child.once("close", (code) =>
      code === 0 || code === 1 ? done() : failed(new Error(`logs_bench.py ended with ${code}`)),
    );
  });
  return JSON.parse(readFileSync(file, "utf8")).figures;
}

function wordsOf({ name, url, token, pids, disk, adapter }, protocol) {
  const words = [`${name}=${adapter ? url + BELOW[protocol] : url}`, `pids=${pids}`, `disk=${disk}`];
  if (token) words.push(`token=${token}`);
  if (adapter) words.push(`adapter="${adapter}"`);
  return words.join(" ");
}
