// A whole installation for the browser tests: the real supervisor and processes, on throw-away state.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const START_PATIENCE_MS = 120_000;

const SUPERVISOR = [process.execPath, join("dist", "supervisor.js")];

let started = 0;

/**
 * Starts dist/supervisor.js, or another program that becomes it; returns its address, set-up token, and a function to
 * stop it.
 */
export async function startThrowAway(root, env = {}, [program, ...args] = SUPERVISOR) {
  started += 1;
  const home = join(root, ".test", `home-${started}-${process.pid}`);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  // Tests write into the pipelines folder, which is empty at first.
  const pipelines = join(home, "pipelines");
  mkdirSync(pipelines);
  const port = await freePort();
  // A browser test starts an issuer at this address.
  const issuerPort = await freePort();
  const oidc = {
    OIDC_ISSUER: `http://127.0.0.1:${issuerPort}`,
    OIDC_CLIENT_ID: "console",
    OIDC_CLIENT_SECRET: "only-for-tests",
    OIDC_NAME: "Example ID",
    GWANJE_SSO_ALLOWED_DOMAINS: "allowed.example",
    GWANJE_SSO_ENFORCED_DOMAINS: "allowed.example",
  };
  const child = spawn(program, args, {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      GWANJE_HOME: home,
      GWANJE_PIPELINES_DIR: pipelines,
      PORT: String(port),
      GWANJE_METRICS_TOKEN: "only-for-tests",
      ...oidc,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise((resolve) => child.once("close", resolve));
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`It did not become ready:\n${output}`)),
      START_PATIENCE_MS,
    );
    const look = (part) => {
      output += part;
      if (!/setup\?token=/.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("close", () => reject(new Error(`It ended instead of starting:\n${output}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `http://localhost:${port}`,
    home,
    pid: child.pid,
    issuerPort,
    setupToken: /setup\?token=(\S+)/.exec(output)[1],
    output: () => output,
    stop,
  };
}

/** Two ports in a row, below the range of outgoing connections: the console's and the data plane's. */
export function freePort() {
  const port = 20_000 + 2 * Math.floor(Math.random() * 5_000);
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(freePort()));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(port)));
  });
}
