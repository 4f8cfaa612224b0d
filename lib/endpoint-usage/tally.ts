import type { Actor } from "@/lib/platform/context";
import { bucketOf, noLatencies } from "./latency";

/** One answer of an endpoint. */
export type Answered = { endpoint: string; caller: Caller; status: number; ms: number; at: Date };
/** Whose requests are counted together: all attempts of a task are one caller. */
export type Caller = { type: string; id: string; name: string };
export type UsageRow = {
  endpoint: string;
  minute: Date;
  caller: Caller;
  requests: number;
  refused: number;
  errors: number;
  latency: number[];
};

const MINUTE_MS = 60_000;
/** Endpoints, callers and minutes that are counted between two writes. */
const MOST_HELD = 20_000;

export function callerOf({ type, id, name, attempt }: Actor): Caller {
  if (!attempt) return { type, id, name };
  const task = `${attempt.dagId}.${attempt.taskId}`;
  return { type: "task", id: task, name: task };
}

/** Counts by endpoint, caller and minute, until they are written. */
export class Tally {
  #rows = new Map<string, UsageRow>();
  #dropped = 0;

  constructor(readonly most = MOST_HELD) {}

  /** Latencies are those of answers with predictions: a refusal is fast, and a deadline is as long as it is. */
  add({ endpoint, caller, status, ms, at }: Answered): void {
    const minute = new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
    const row = this.#rowOf({ endpoint, minute, caller });
    if (!row) return;
    row.requests += 1;
    if (status >= 500) row.errors += 1;
    else if (status >= 400) row.refused += 1;
    else {
      const bucket = bucketOf(ms);
      row.latency[bucket] = (row.latency[bucket] ?? 0) + 1;
    }
  }

  /** What was counted since, and how many answers found no place. */
  take(): { rows: UsageRow[]; dropped: number } {
    const taken = { rows: [...this.#rows.values()], dropped: this.#dropped };
    this.#rows = new Map();
    this.#dropped = 0;
    return taken;
  }

  /** What could not be written is counted with what came meanwhile. */
  putBack(rows: readonly UsageRow[]): void {
    for (const back of rows) {
      const row = this.#rowOf(back, back.requests);
      if (!row) continue;
      row.requests += back.requests;
      row.refused += back.refused;
      row.errors += back.errors;
      row.latency = row.latency.map((count, at) => count + (back.latency[at] ?? 0));
    }
  }

  #rowOf(of: Pick<UsageRow, "endpoint" | "minute" | "caller">, requests = 1): UsageRow | null {
    const key = JSON.stringify([of.endpoint, of.minute.getTime(), of.caller.type, of.caller.id]);
    const known = this.#rows.get(key);
    if (known) return known;
    if (this.#rows.size >= this.most) {
      this.#dropped += requests;
      return null;
    }
    const { endpoint, minute, caller } = of;
    const made = { endpoint, minute, caller, requests: 0, refused: 0, errors: 0, latency: noLatencies() };
    this.#rows.set(key, made);
    return made;
  }
}
