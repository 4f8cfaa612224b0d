// What a figure depends on: without these lines it means nothing.
import { execFileSync } from "node:child_process";
import { cpus, loadavg, platform, release, totalmem } from "node:os";

/** Taken before anything of ours runs, so that the load is the neighbours'. */
export function describeMachine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    system: `${platform()} ${release()}`,
    node: process.versions.node,
    python: version("python3", ["--version"]),
    bash: version("bash", ["--version"]),
    "load before": loadavg()
      .map((load) => load.toFixed(2))
      .join(" "),
    date: new Date().toISOString(),
  };
}

export function describeStores({ postgres, redis }) {
  return { postgres, redis, "load after": loadavg()[0]?.toFixed(2) };
}

function version(program, args) {
  try {
    return execFileSync(program, args, { encoding: "utf8" }).split("\n")[0];
  } catch {
    return "absent";
  }
}
