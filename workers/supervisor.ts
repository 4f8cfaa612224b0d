/**
 * The process behind `npm start`: stores first, then migrations, then the four processes; the other way round at the end.
 * Ctrl-C and SIGTERM drain; a second one insists. A SIGKILL of this process ends the others through their stdin.
 */
import { join } from "node:path";
import { EnvError, hostEnvironment, readEnvFile } from "@/lib/platform/env";
import { UMASK } from "@/lib/platform/lifecycle";
import { MigrationError } from "@/prisma/migrate";
import { parentOf } from "./stores/child";
import { say } from "./supervisor/output";
import { closeEnvFile, closeOutputFile } from "./supervisor/private-files";
import { type Running, run } from "./supervisor/run";
import { StartError } from "./supervisor/start-error";

const PARENT_CHECK_MS = 1_000;

process.umask(UMASK);
const root = process.cwd();
// scripts/start.mjs runs before and passes the time of the command; without it we count from here.
const startedAt = Date.now() - performance.now();
let running: Running | undefined;
let stopping: Promise<never> | undefined;

async function stopAll(reason: string, exitCode: number): Promise<never> {
  say(`${reason}; stopping`);
  await running?.stop();
  say("stopped");
  process.exit(exitCode);
}

function onSignal(signal: string): void {
  if (stopping) {
    say("stopping at once");
    running?.stopNow();
    return;
  }
  stopping = stopAll(signal === "SIGINT" ? "Ctrl-C" : signal, 0);
}

process.on("SIGINT", onSignal);
process.on("SIGTERM", onSignal);
process.on("SIGHUP", onSignal);
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

// A killed npm cannot tell us. It is our parent, or the parent of our parent shell.
if (hostEnvironment().npm_lifecycle_event) {
  const npm = ancestors();
  setInterval(() => {
    if (ancestors() !== npm && !stopping) stopping = stopAll("npm is gone", 0);
  }, PARENT_CHECK_MS).unref();
}

async function main(): Promise<void> {
  try {
    const envFile = join(root, ".env");
    closeOutputFile();
    closeEnvFile(envFile);
    readEnvFile(envFile);
    await run({ root, startedAt }, (handle) => {
      running = handle;
    });
  } catch (error) {
    if (stopping) return;
    const expected =
      error instanceof StartError || error instanceof EnvError || error instanceof MigrationError;
    process.stderr.write(`${expected ? error.message : stackOf(error)}\n`);
    stopping = running ? stopAll("could not start", 1) : process.exit(1);
  }
}

function ancestors(): string {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

await main();
