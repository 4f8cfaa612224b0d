import type { KeptProcess } from "./keep-process";
import { say } from "./output";
import { judge, LOOK_EVERY_MS, type Look, restarted, UNSEEN } from "./watch";

type Subject = { name: string; process: KeptProcess; look(withinMs: number): Promise<Look> };
type Options = {
  /** True when the supervisor itself reaches every store. */
  storesAnswer(): Promise<boolean>;
  everyMs?: number;
};

/** Checks a process until `over`, and restarts it when it no longer works (watch.ts decides). */
export async function keepWatch(
  { name, process, look }: Subject,
  over: AbortSignal,
  { storesAnswer, everyMs = LOOK_EVERY_MS }: Options,
): Promise<void> {
  let watched = UNSEEN;
  // A check that times out takes as long as the pause between two checks.
  for (let pauseMs = everyMs; await notYet(over, pauseMs); ) {
    const { pid } = process;
    const began = performance.now();
    const seen = await look(everyMs);
    pauseMs = Math.max(0, everyMs - (performance.now() - began));
    // It ended during the check, which therefore says nothing.
    if (over.aborted || process.pid !== pid) continue;
    const judged = judge(watched, pid, seen);
    watched = judged.watched;
    if (judged.verdict === "kill") {
      say(`${name} does not answer any more; killing it`);
      process.kill();
      pauseMs = everyMs;
    }
    if (judged.verdict === "ask the stores" && (await storesAnswer())) {
      say(`${name} is not ready though the stores answer; starting it again`);
      watched = restarted(watched);
      process.restart();
    }
  }
}

/** Resolves to false when `over` is aborted. */
function notYet(over: AbortSignal, everyMs: number): Promise<boolean> {
  if (over.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      over.removeEventListener("abort", end);
      resolve(true);
    }, everyMs);
    over.addEventListener("abort", end, { once: true });
  });
}
