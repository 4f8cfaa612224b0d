import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { type StopSignal, stopPid, waitFor } from "./child";
import type { StoreContext } from "./store";

export type KeptServer = { url: string; stop(): Promise<void> };

type ServerPlan = {
  name: string;
  url: string;
  stopSignal: StopSignal;
  patienceMs: number;
  start(): ChildProcess;
  isReady(): Promise<boolean>;
  beforeRestart(): Promise<void>;
  /** It was stopped for good. */
  end(): void;
};

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const LAST_LINES = 8;

/** Starts a server, waits until it is ready, and starts it again at the same address whenever it ends by itself. */
export async function keepServer(ctx: StoreContext, plan: ServerPlan): Promise<KeptServer> {
  let child: ChildProcess;
  let stopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  const lastLines: string[] = [];

  function launch(): Promise<boolean> {
    let ended = false;
    child = plan.start();
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        lastLines.push(line);
        if (lastLines.length > LAST_LINES) lastLines.shift();
        ctx.log(plan.name, line);
      });
    }
    child.once("error", (error) => {
      ended = true;
      lastLines.push(error.message);
    });
    child.once("exit", (code, signal) => {
      ended = true;
      if (!stopping) void restart(`${plan.name} ended (${signal ?? `code ${code}`})`);
    });
    return waitFor(async () => ended || (await plan.isReady()), plan.patienceMs).then(
      (done) => done && !ended,
    );
  }

  async function restart(reason: string): Promise<void> {
    if (!started) return;
    ctx.say(`${reason}; starting it again in ${pauseMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (stopping) return;
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    await plan.beforeRestart();
    if (await launch()) {
      pauseMs = FIRST_PAUSE_MS;
      ctx.say(`${plan.name} is back`);
    }
  }

  let started = false;
  const ready = await launch();
  if (!ready) {
    stopping = true;
    await stop();
    throw new Error(`${plan.name} did not start:\n${lastLines.map((line) => `  ${line}`).join("\n")}`);
  }
  started = true;

  async function stop(): Promise<void> {
    stopping = true;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      await stopPid(child.pid, plan.stopSignal);
    }
    plan.end();
  }

  return { url: plan.url, stop };
}
