// OpenSearch 3.8.0 from Maven's registry: the server without plugins, 512 MB of heap, one node on this machine.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { has } from "../../scripts/apt.mjs";
import { freePort } from "../../scripts/throw-away.mjs";

const VERSION = "3.8.0";
const ARTIFACT = `org.opensearch.distribution.integ-test-zip:opensearch:${VERSION}:zip`;
const PATIENCE_MS = 180_000;
/** nobody: it does not start as root. */
const NOBODY = 65_534;

/** A running server as a target, with `stop`; or `{why}` there is none. */
export async function startOpenSearch(data, say) {
  const java = findJava();
  if (!java) return { why: "no Java of 21 or newer was found; JAVA_HOME may name one" };
  if (!has("mvn")) return { why: "there is no mvn on PATH" };
  const zip = join(data, `opensearch-${VERSION}.zip`);
  if (!existsSync(zip)) {
    say("fetching OpenSearch with Maven");
    try {
      execFileSync("mvn", ["-q", "dependency:copy", `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${data}`], {
        stdio: ["ignore", 2, 2],
      });
    } catch (error) {
      return { why: `Maven could not fetch it: ${error.message}` };
    }
  }
  const home = mkdtempSync(join(tmpdir(), "bench-opensearch-"));
  execFileSync("unzip", ["-q", zip, "-d", home]);
  return start(join(home, readdirSync(home)[0]), { java, home, say });
}

async function start(folder, { java, home, say }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = [
    "cluster.name: bench",
    "network.host: 127.0.0.1",
    `http.port: ${port}`,
    `transport.port: ${port + 1}`,
    "discovery.type: single-node",
  ];
  writeFileSync(join(folder, "config", "opensearch.yml"), `${settings.join("\n")}\n`);
  execFileSync("chmod", ["-R", "u+rwX,a+rX", home]);
  execFileSync("chmod", ["+x", join(folder, "bin", "opensearch")]);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, home]);
  const env = {
    PATH: process.env.PATH,
    OPENSEARCH_JAVA_HOME: java,
    OPENSEARCH_JAVA_OPTS: "-Xms512m -Xmx512m",
    OPENSEARCH_TMPDIR: home,
  };
  say(`starting OpenSearch ${VERSION}`);
  const as = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(join(folder, "bin", "opensearch"), [], {
    cwd: home,
    env,
    stdio: ["ignore", "ignore", 2],
    ...as,
  });
  const ended = new Promise((done) => child.once("close", done));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  const began = performance.now();
  while (!(await answers(url))) {
    if (child.exitCode === null && performance.now() - began < PATIENCE_MS) {
      await new Promise((done) => setTimeout(done, 200));
      continue;
    }
    await stop();
    return { why: "it did not start" };
  }
  return { name: "OpenSearch", url, pids: `${child.pid}+`, disk: join(folder, "data"), stop };
}

/** JAVA_HOME, or what the machine has. */
function findJava() {
  const installed = "/usr/lib/jvm";
  const known = existsSync(installed) ? readdirSync(installed).map((name) => join(installed, name)) : [];
  return [process.env.JAVA_HOME, ...known].find((home) => home && versionOf(home) >= 21);
}

function versionOf(home) {
  try {
    const said = execFileSync(join(home, "bin", "java"), ["--version"], { encoding: "utf8" });
    return Number(/(\d+)/.exec(said)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function answers(url) {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
