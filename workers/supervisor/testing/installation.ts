import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { childEnv, type EnvSource, hostEnvironment, searchPath } from "@/lib/platform/env";
import { waitFor } from "@/lib/testing";
import { commandOf, isAlive } from "../../stores/child";
import { freePort } from "../../stores/ports";

/** An installation in its own folder: the real supervisor and stores, stand-ins for the four processes. */
export type Installation = {
  root: string;
  port: number;
  /** `stdout`: an open file for the output instead of `output`. */
  start(env?: EnvSource, stdout?: number): Started;
  /** Live processes that were started from this folder. */
  processes(): { pid: number; command: string }[];
  remove(): Promise<void>;
};
export type Started = {
  child: ChildProcess;
  output(): string;
  ready(): Promise<void>;
  exited(): Promise<number | null>;
};

const SERVICES = ["web", "serving", "scheduler", "tasks"] as const;

export async function makeInstallation(): Promise<Installation> {
  const repository = process.cwd();
  mkdirSync(join(repository, ".test"), { recursive: true });
  // Inside the repository, so that packages are found; resolved, so that command lines can be compared.
  const root = mkdtempSync(join(repository, ".test", "up-"));
  const dist = join(root, "dist");
  const { build } = await import("esbuild");
  await build({
    entryPoints: ["workers/supervisor.ts", "workers/stores.ts", "workers/supervisor/testing/stand-in.ts"],
    outdir: dist,
    entryNames: "[name]",
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
    packages: "external",
    alias: { "@": repository },
  });
  for (const name of SERVICES) cpSync(join(dist, "stand-in.js"), join(dist, `${name}.js`));
  mkdirSync(join(root, "prisma"));
  symlinkSync(join(repository, "prisma", "migrations"), join(root, "prisma", "migrations"));
  const port = await freePort();
  const started: Started[] = [];

  function start(env: EnvSource = {}, stdout?: number): Started {
    const child = spawn(process.execPath, [join(dist, "supervisor.js")], {
      cwd: root,
      env: childEnv({ PATH: searchPath(), HOME: hostEnvironment().HOME, PORT: String(port), ...env }),
      stdio: ["ignore", stdout ?? "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += String(text)));
    const exit = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
    const one: Started = {
      child,
      output: () => output,
      exited: () => exit,
      async ready() {
        await waitFor(
          "the ready line",
          () => output.includes("ready at") || child.exitCode !== null,
          60_000,
        ).catch((error: Error) => Promise.reject(new Error(`${error.message}; it said:\n${output}`)));
        if (child.exitCode !== null) throw new Error(`It ended instead of starting:\n${output}`);
      },
    };
    started.push(one);
    return one;
  }

  const processes = () =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map((name) => ({ pid: Number(name), command: commandOf(Number(name)), cwd: safeCwd(name) }))
      .filter(({ pid, command, cwd }) => isAlive(pid) && (command.includes(root) || cwd.startsWith(root)))
      .map(({ pid, command }) => ({ pid, command }));

  return {
    root,
    port,
    start,
    processes,
    async remove() {
      for (const { child, exited } of started) {
        if (child.exitCode === null && child.signalCode === null) {
          child.kill("SIGTERM");
          await exited();
        }
      }
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Redis renames itself and shows no path, so its working folder identifies it. */
function safeCwd(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
