import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { nodeArgs } from "../../supervisor/node-args";
import { processEnv } from "../../supervisor/process-env";

export type ServingProcess = {
  url: string;
  /** The most memory it has ever held, in bytes, as the kernel counts it (VmHWM): no sample can miss a peak. */
  peakBytes(): number;
  stop(): Promise<void>;
};

/** The serving process as it is installed: bundled, started as the supervisor does, in a process of its own. Its output goes to ours when it fails. */
export async function startServingProcess(
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ServingProcess> {
  const parent = join(process.cwd(), ".test");
  mkdirSync(parent, { recursive: true });
  // Inside the repository, so that packages are found.
  const dir = mkdtempSync(join(parent, "serving-"));
  const { build } = await import("esbuild");
  await build({
    entryPoints: ["workers/serving.ts"],
    outdir: dir,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
    packages: "external",
    alias: { "@": process.cwd() },
  });
  const child = spawn(process.execPath, [...nodeArgs("serving"), join(dir, "serving.js")], {
    env: processEnv("serving", { ...settings, GWANJE_SERVING_PORT: String(port), GWANJE_LOG_LEVEL: "warn" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += String(text);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child, () => output);
  return {
    url,
    peakBytes: () => peakOf(child.pid ?? 0),
    async stop() {
      const gone = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (;;) {
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    if (child.exitCode !== null) throw new Error(`The serving process ended:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function peakOf(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (!line) throw new Error(`The kernel does not say how much memory process ${pid} has held`);
  return Number(line) * 1024;
}
