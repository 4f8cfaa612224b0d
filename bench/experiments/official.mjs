// `mlflow server` of PyPI on the same PostgreSQL, in a database of its own: with its four workers, and with one.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { ensureVenv } from "../../scripts/clients/venv.mjs";
import { freePort } from "../../scripts/throw-away.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const DATABASE = "mlflow_bench";
const PATIENCE_MS = 180_000;

/** The Python that has the official client and server, or why there is none. */
export function officialPython(root, say) {
  return ensureVenv(join(root, ".test", "bench-mlflow"), join(HERE, "requirements.txt"), say);
}

/** Returns `{db, start, stop}`: its empty database, and a function that starts a server with so many workers. */
export async function openOfficial({ python, home, databaseUrl, say }) {
  const own = new URL(databaseUrl);
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${DATABASE}`);
  await admin.end();
  own.pathname = `/${DATABASE}`;
  const folder = join(home, "official");
  mkdirSync(folder);
  const servers = [];
  const db = new pg.Pool({ connectionString: own.href, max: 1 });
  db.on("error", () => {});
  return {
    db,
    async start(workers) {
      say(`starting mlflow server with ${workers} worker(s)`);
      const server = await startServer({ python, folder, store: sqlAlchemyUrl(own), workers });
      servers.push(server);
      return server;
    },
    async stop() {
      for (const server of servers) await server.stop();
      await db.end();
    },
  };
}

function sqlAlchemyUrl(url) {
  return url.href.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
}

async function startServer({ python, folder, store, workers }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [
    ...["-m", "mlflow", "server", "--backend-store-uri", store, "--workers", String(workers)],
    ...["--artifacts-destination", join(folder, "artifacts"), "--host", "127.0.0.1", "--port", String(port)],
  ];
  const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "1" };
  // A group of its own: it starts helpers that its end would leave behind.
  const child = spawn(python, args, {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const log = createWriteStream(join(folder, `server-${workers}.log`));
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const began = performance.now();
  while (!(await answers(`${url}/health`))) {
    if (child.exitCode !== null) throw new Error(`mlflow server ended; see ${folder}`);
    if (performance.now() - began > PATIENCE_MS) throw new Error("mlflow server did not answer in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    pid: child.pid,
    startedMs: performance.now() - began,
    async stop() {
      process.kill(-child.pid, "SIGTERM");
      await ended;
    },
  };
}

function answers(url) {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
