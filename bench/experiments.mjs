// MLflow's protocol with the load of ../shared/reference/mlflow_bench.py: our serving process beside the official server on
// the same PostgreSQL, in turn. The peer of each row is the better of the official server's two modes.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { makeToken } from "../scripts/api-client.mjs";
import { startThrowAway } from "../scripts/throw-away.mjs";
import { measureConsole, seedWide } from "./experiments/console.mjs";
import { figuresOf } from "./experiments/figures.mjs";
import { findProcess, megabytes } from "./experiments/memory.mjs";
import { officialPython, openOfficial } from "./experiments/official.mjs";
import { EXPERIMENT, HISTORY_RUN, POINTS, RUNS, seedOfficial, seedOurs } from "./experiments/seed.mjs";
import { figure } from "./support/report.mjs";

const SCOPES = ["experiments:read", "experiments:write", "models:read", "models:write"];
/** Of each row and round. */
const SECONDS = 3;

export async function bench({ root, rounds, say }) {
  const load = resolve(root, "..", "shared", "reference", "mlflow_bench.py");
  if (!existsSync(load)) throw new Error(`${load} is not there: it sends the load.`);
  const { python, why } = await officialPython(root, say);
  if (why) say(`without the official server: ${why}`);
  const installation = await startThrowAway(root);
  const stores = JSON.parse(readFileSync(join(installation.home, "env.json"), "utf8"));
  const db = new pg.Pool({ connectionString: stores.DATABASE_URL, max: 1 });
  db.on("error", () => {});
  let official = null;
  try {
    const token = await makeToken(installation.url, installation.setupToken, SCOPES);
    const serving = findProcess(installation.pid, "serving.js");
    const idle = megabytes(serving);
    say(`seeding ${RUNS} runs and ${POINTS} points`);
    await seedOurs(db);
    await seedWide(db);
    const ours = { url: `${servingUrl(installation.url)}/mlflow`, token, pid: serving };
    const peers = [];
    if (python) {
      official = await openOfficial({
        python,
        home: installation.home,
        databaseUrl: stores.DATABASE_URL,
        say,
      });
      peers.push(await official.start(4));
      say("seeding the official server's database");
      await seedOfficial(official.db);
      peers.push(await official.start(1));
    }
    const idleOf = peers.map(({ pid }) => megabytes(pid));
    const postmaster = findProcess(installation.pid, "/postgres");
    const targets = [...peers, ours];
    const file = join(installation.home, "mlflow-bench.json");
    await runLoad(python ?? "python3", load, targets, { postmaster, rounds, file });
    const measured = JSON.parse(readFileSync(file, "utf8"));
    const least = idleOf.length > 0 ? { name: "mlflow server", samples: [Math.min(...idleOf)] } : undefined;
    const seen = await measureConsole({ url: installation.url, token, db, rounds, say });
    return {
      stores: await versions(db),
      figures: [
        ...figuresOf(measured, ours.url),
        ...seen,
        figure("memory of the idle process", "MB", [idle], { aim: 250, ...(least ? { bare: least } : {}) }),
      ],
    };
  } finally {
    await official?.stop();
    await db.end();
    await installation.stop();
  }
}

/** The serving process listens beside the console. */
function servingUrl(url) {
  const at = new URL(url);
  return `http://127.0.0.1:${Number(at.port) + 1}`;
}

function runLoad(python, load, targets, { postmaster, rounds, file }) {
  const args = [
    load,
    ...targets.map(({ url }) => url),
    ...targets.flatMap(({ token }) => [`--token=${token ?? ""}`]),
    ...targets.map(({ pid }) => `--pid=${pid},${postmaster}`),
    ...["--experiment", EXPERIMENT, "--count", String(RUNS), "--history-run", HISTORY_RUN],
    ...[
      "--history",
      String(POINTS),
      "--rounds",
      String(rounds),
      "--seconds",
      String(SECONDS),
      "--json",
      file,
    ],
  ];
  return new Promise((done, failed) => {
    const child = spawn(python, args, { stdio: ["ignore", 2, 2] });
    child.once("error", failed);
    child.once("close", (code) =>
      code === 0 ? done() : failed(new Error(`mlflow_bench.py ended with ${code}`)),
    );
  });
}

async function versions(db) {
  const { rows } = await db.query("SHOW server_version");
  return { postgres: rows[0].server_version, redis: "not of these figures" };
}
