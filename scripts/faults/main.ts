/**
 * The fault test. Each seed is a set of random graphs and an order of faults; while they run and logs come in, workers,
 * schedulers, children and the data plane are killed, a worker is frozen past its lease, Redis is emptied and killed, Postgres
 * is restarted.
 * Short form: one seed, under 90 s. Long form: --long, --seeds N seeds from --seed on.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { poolSql } from "@/lib/platform/db";
import { cancelRun } from "@/lib/runs";
import { createPool } from "@/lib/settings";
import { watchInvariants } from "@/lib/testing/invariants";
import { INJECTIONS, LIMITS, type Measured } from "./injections";
import { type Installation, startInstallation } from "./installation";
import { insist, until } from "./patience";
import { startShipper } from "./shipper";
import { openSink, type Sink } from "./sink";
import { problemsOf } from "./verdict";
import { graphsOf, POOL, parkWork, startWork, type Workload } from "./workload";

const END_MS = 90_000;
const { values } = parseArgs({
  options: {
    long: { type: "boolean", default: false },
    seeds: { type: "string", default: "1" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const seeds = values.long ? Math.max(1, Number(values.seeds) || 20) : 1;
const first = Number(values.seed);

const sink = await openSink();
const all = await startInstallation(process.cwd(), sink.port);
const worst: Measured = {};
const problems: string[] = [];
try {
  const sql = poolSql(all.ctx.db.pool);
  await watchInvariants(sql);
  await createPool(all.ctx, POOL);
  for (let seed = first; seed < first + seeds; seed++) {
    const found = await runSeed(all, sink, seed);
    problems.push(...found.map((problem) => `seed ${seed}: ${problem}`));
  }
} catch (error) {
  problems.push(error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : String(error));
} finally {
  await all.stop();
  sink.close();
}
for (const [name, ms] of Object.entries(worst)) {
  const limit = LIMITS[name];
  const line = `${name}: ${(ms / 1_000).toFixed(1)} s${limit ? ` (limit ${limit / 1_000} s)` : ""}`;
  console.log(line);
  if (limit && ms > limit) problems.push(`too slow: ${line}`);
}
console.log(`late attempts refused by the sink: ${sink.refused()}`);
for (const problem of problems) console.log(`BROKEN ${problem}`);
if (problems.length > 0) console.log(logsOf(all.logs));
rmSync(all.logs, { recursive: true, force: true });
console.log(
  problems.length === 0
    ? `held for ${seeds} seed(s) from ${first}`
    : `again: npm run test:faults -- --seed ${first}`,
);
process.exit(problems.length === 0 ? 0 : 1);

async function runSeed(installation: Installation, into: Sink, seed: number): Promise<string[]> {
  const { ctx } = installation;
  const began = performance.now();
  const names = Object.keys(INJECTIONS);
  const [order = names] = fc.sample(fc.shuffledSubarray(names, { minLength: names.length }), {
    seed,
    numRuns: 1,
  });
  const graphs = graphsOf(seed, 2 * order.length + 1);
  const parkedRun = await insist("a trigger", () => parkWork(ctx, `s${seed}-parked`));
  const shipper = await startShipper(installation);
  const work: Workload[] = [];
  const add = async (at: number) => {
    const dagId = `s${seed}-g${at}`;
    const tasks = graphs[at] ?? [];
    work.push(await startWork(ctx, into.port, dagId, tasks));
  };
  await add(0);
  for (const [at, name] of order.entries()) {
    await add(2 * at + 1);
    await add(2 * at + 2);
    const measured = (await INJECTIONS[name]?.(installation, into.port)) ?? {};
    for (const [what, ms] of Object.entries(measured)) worst[what] = Math.max(worst[what] ?? 0, ms);
  }
  const waitFor = work.map((one) => one.runId);
  await until(
    "the end of every run",
    async () => {
      const rows = await poolSql(ctx.db.pool).rows<{ n: number }>(
        "SELECT count(*)::int AS n FROM dag_run WHERE id = ANY($1::text[]) AND finished_at IS NULL",
        [waitFor],
      );
      return rows[0]?.n === 0;
    },
    END_MS,
  );
  await insist("the end of what is parked", () => cancelRun(ctx, { run_id: parkedRun }));
  const found = [...(await problemsOf(ctx, into, work)), ...(await shipper.stop())];
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(
    `seed ${seed}: ${order.join(", ")}; ${work.length} graphs, ${seconds} s, ${found.length === 0 ? "held" : "BROKEN"}`,
  );
  return found;
}

function logsOf(dir: string): string {
  return readdirSync(dir)
    .map((file) => `--- ${file}\n${readFileSync(join(dir, file), "utf8").split("\n").slice(-40).join("\n")}`)
    .join("\n");
}
