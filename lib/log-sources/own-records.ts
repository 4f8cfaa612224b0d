import { createHash, randomUUID } from "node:crypto";
import { type Received, writeLogRecords } from "@/lib/log-records";
import { LEVELS } from "@/lib/log-records/values";
import { type Deps, systemCtx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import type { Lifecycle } from "@/lib/platform/lifecycle";
import { isWorthAnotherTry } from "./another-try";
import { droppedRecord, recordOfLine } from "./own-line";

const EVERY_MS = 1_000;
/** A database that restarts is away for some rounds; after so many it is worth a line. */
const SAID_AFTER = 10;
/** For what is left when the process ends. */
const LAST_MS = 3_000;
const DAY_US = 86_400_000_000;

type Speaking = Pick<Lifecycle, "name" | "log" | "tap" | "onDrain">;

/**
 * What a process logs goes to the log search too, once a second. What cannot be written is tried again and meanwhile said on
 * stdout alone, so that a fault makes no lines of its own; what had no room is counted in a record. Registered right after the
 * connections, so that at the end it is the last that uses them.
 */
export function keepOwnRecords(deps: Deps, life: Speaking, host: string): void {
  const level = env().GWANJE_OWN_LOGS;
  life.tap.open(level === "off" ? Number.POSITIVE_INFINITY : LEVELS[level]);
  if (level === "off") return;
  const keeping = startKeeping(deps, life, host);
  let isBusy = false;
  const timer = setInterval(async () => {
    if (isBusy) return;
    isBusy = true;
    await keeping.round();
    isBusy = false;
  }, EVERY_MS);
  life.onDrain(
    "own records",
    () => {
      clearInterval(timer);
      return keeping.round();
    },
    LAST_MS,
  );
}

/** A round writes what was logged since the last one; rounds follow each other. */
export function startKeeping(
  deps: Deps,
  { name, log, tap }: Omit<Speaking, "onDrain">,
  host: string,
): { round(): Promise<void> } {
  // Of this process alone: a round that is tried again is known by its number.
  const id = randomUUID();
  const ctx = systemCtx(deps, `process-${name}`);
  const of = { process: name, host };
  let number = 0;
  let held: { lines: string[]; dropped: number } | null = null;
  let failures = 0;
  let working: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    held ??= tap.take();
    const { lines, dropped } = held;
    if (lines.length === 0 && dropped === 0) {
      held = null;
      return;
    }
    const received: Received = {
      nowUs: deps.clock.now().getTime() * 1_000,
      keptUs: env().GWANJE_LOG_DAYS * DAY_US,
    };
    const digest = createHash("sha256").update(`${id} ${number}`).digest();
    try {
      const records = lines.flatMap((line) => recordOfLine(line, of, received) ?? []);
      if (dropped > 0) records.push(droppedRecord(dropped, of, received));
      await writeLogRecords(ctx, { records, digest });
      if (failures >= SAID_AFTER)
        tap.apart(() => log.info("the log search takes what this process logs again"));
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === SAID_AFTER)
        tap.apart(() => log.warn({ err: error }, "what this process logs is not in the log search yet"));
      if (isWorthAnotherTry(error)) return;
    }
    held = null;
    number += 1;
  }
  return {
    round() {
      working = working.then(work);
      return working;
    },
  };
}
