// The log stores of others under the tests that hold ours: OpenSearch from Maven, VictoriaLogs by Go. Each is fetched once
// into .test/clients and by its tool's own cache, started on a port and a folder of its own, and stopped.
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runLeg, vitest } from "../legs.mjs";
import { freePort } from "../throw-away.mjs";

const OPENSEARCH = "3.8.0";
const VICTORIALOGS = "v1.52.2";
const FETCH_MS = 15 * 60_000;
const START_MS = 5 * 60_000;
const NOBODY = 65_534;

export function engineLegs(root) {
  return [
    { name: "opensearch", prepare: () => prepare(root, "opensearch", fetchOpenSearch, startOpenSearch) },
    {
      name: "victorialogs",
      prepare: () => prepare(root, "victorialogs", fetchVictoriaLogs, startVictoriaLogs),
    },
  ];
}

/** Answers how to run the leg, or why it cannot be run here. */
async function prepare(root, name, obtain, start) {
  const dir = join(root, ".test", "clients", name);
  mkdirSync(dir, { recursive: true });
  const why = obtain(dir);
  if (why) return { why };
  return { run: () => withServer(root, name, dir, start) };
}

async function withServer(root, name, dir, start) {
  const port = await freePort();
  const data = join(dir, `data-${process.pid}`);
  const { child, url, output } = start(dir, data, port);
  const ended = new Promise((resolve) => child.once("close", resolve));
  try {
    const why = await answering(`http://127.0.0.1:${port}/`, child);
    if (why) {
      console.log(`${name}: ${why}\n${output()}`);
      return { passed: 0, failed: 1 };
    }
    const leg = vitest(root, name, ["engines"]);
    return await runLeg({ ...leg, env: { GWANJE_TEST_LOG_STORE_URL: url } });
  } finally {
    stopAll(child);
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

function fetchVictoriaLogs(dir) {
  if (existsSync(join(dir, VICTORIALOGS))) return null;
  if (!works("go", ["version"])) return "there is no go on PATH";
  const env = { ...process.env, GOBIN: dir, CGO_ENABLED: "0" };
  const made = run(
    "go",
    ["install", `github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs@${VICTORIALOGS}`],
    env,
  );
  if (made) return `go install failed: ${made}`;
  // Under its version, so that another one is not taken for it.
  renameSync(join(dir, "victoria-logs"), join(dir, VICTORIALOGS));
  return null;
}

function startVictoriaLogs(dir, data, port) {
  const args = [
    `-storageDataPath=${data}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    // The tests' records are of fixed days.
    "-retentionPeriod=100y",
    "-loggerLevel=WARN",
  ];
  return { ...started(join(dir, VICTORIALOGS), args, {}), url: `victorialogs+http://127.0.0.1:${port}` };
}

function fetchOpenSearch(dir) {
  if (javaHome() === null) return "there is no Java 21 or newer (JAVA_HOME, /usr/lib/jvm)";
  if (isRoot() && !works("test", ["-x", dir], { uid: NOBODY, gid: NOBODY }))
    return "it refuses to run as root, and its folder is closed to other users";
  if (existsSync(home(dir))) return null;
  if (!works("mvn", ["-v"])) return "there is no mvn on PATH";
  const artifact = `org.opensearch.distribution.integ-test-zip:opensearch:${OPENSEARCH}:zip`;
  const got = run("mvn", ["-q", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${dir}`]);
  if (got) return `mvn failed: ${got}`;
  const zip = join(dir, `opensearch-${OPENSEARCH}.zip`);
  const parts = join(dir, "unpacked");
  const unpacked = run("python3", ["-m", "zipfile", "-e", zip, parts]);
  if (unpacked) return `unpacking failed: ${unpacked}`;
  renameSync(join(parts, `opensearch-${OPENSEARCH}`), home(dir));
  for (const file of readdirSync(join(home(dir), "bin"))) chmodSync(join(home(dir), "bin", file), 0o755);
  rmSync(zip);
  return null;
}

const home = (dir) => join(dir, `opensearch-${OPENSEARCH}`);

function startOpenSearch(dir, data, port) {
  const config = join(data, "config");
  mkdirSync(config, { recursive: true });
  const given = (file) => readFileSync(join(home(dir), "config", file), "utf8");
  writeFileSync(join(config, "log4j2.properties"), given("log4j2.properties"));
  // Without what the JVM writes into the program's own folder.
  const options = given("jvm.options")
    .split("\n")
    .filter((line) => !/logs\/|HeapDump|ErrorFile/.test(line));
  writeFileSync(join(config, "jvm.options"), options.join("\n"));
  const settings = [
    "network.host: 127.0.0.1",
    `http.port: ${port}`,
    `transport.port: ${port + 1}`,
    "discovery.type: single-node",
    `path.data: ${data}/data`,
    `path.logs: ${data}/logs`,
    // A disk that is nearly full would make it read-only.
    "cluster.routing.allocation.disk.threshold_enabled: false",
  ];
  writeFileSync(join(config, "opensearch.yml"), `${settings.join("\n")}\n`);
  // It refuses to run as root.
  if (isRoot())
    for (const path of [data, config, ...readdirSync(config).map((file) => join(config, file))])
      chownSync(path, NOBODY, NOBODY);
  const env = {
    OPENSEARCH_JAVA_HOME: javaHome(),
    OPENSEARCH_JAVA_OPTS: "-Xms512m -Xmx512m",
    OPENSEARCH_PATH_CONF: config,
  };
  const user = isRoot() ? { uid: NOBODY, gid: NOBODY } : {};
  return {
    ...started(join(home(dir), "bin", "opensearch"), [], { env, ...user }),
    url: `http://127.0.0.1:${port}`,
  };
}

/** Of Java 21 or newer; the first that is found. */
function javaHome() {
  const known = existsSync("/usr/lib/jvm")
    ? readdirSync("/usr/lib/jvm").map((name) => join("/usr/lib/jvm", name))
    : [];
  const homes = [process.env.OPENSEARCH_JAVA_HOME, process.env.JAVA_HOME, ...known].filter(Boolean);
  return homes.find((one) => major(join(one, "bin", "java")) >= 21) ?? null;
}

function major(java) {
  const { stderr = "" } = spawnSync(java, ["-version"], { encoding: "utf8" });
  return Number(/version "(\d+)/.exec(stderr ?? "")?.[1] ?? 0);
}

/** Its whole group: a script that starts a JVM may end before it. */
function stopAll(child) {
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
}

function started(command, args, { env = {}, ...options }) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...options,
  });
  let said = "";
  child.on("error", (error) => (said += error.message));
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part) => (said = `${said}${part}`.slice(-4_000)));
  return { child, output: () => said };
}

/** Null when it answers, or why it does not. */
async function answering(url, child) {
  const ends = Date.now() + START_MS;
  while (Date.now() < ends) {
    if (child.exitCode !== null) return `it ended with ${child.exitCode} instead of starting`;
    const ok = await fetch(url)
      .then((answer) => answer.ok)
      .catch(() => false);
    if (ok) return null;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return `it did not answer within ${START_MS / 1_000} s`;
}

function works(command, args, options = {}) {
  return spawnSync(command, args, { stdio: "ignore", ...options }).status === 0;
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** Null, or what it said instead of succeeding. */
function run(command, args, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    env,
    timeout: FETCH_MS,
  });
  return status === 0 ? null : `${error?.message ?? ""} ${stderr} ${stdout}`.trim().slice(-2_000);
}
