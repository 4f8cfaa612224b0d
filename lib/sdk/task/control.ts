import { setTimeout as sleep } from "node:timers/promises";
import { type Method, request } from "./data-plane";

const FIRST_LOOK_MS = 100;
const LAST_LOOK_MS = 1_000;

/** JSON to a path of the data plane, and its JSON back. A POST is not sent again where it may have been done. */
export async function call<T>(method: Method, path: string, body?: object, repeatable = method !== "POST") {
  const text = JSON.stringify(body);
  const make =
    body === undefined ? undefined : () => ({ body: text, headers: { "content-type": "application/json" } });
  const response = await request(method, path, make, { repeatable });
  // The guarantee: the server's own document of this path.
  return (await response.json()) as T;
}

export type Started = { id: string; created: boolean };
type LongJob = { id: string; state: string; error: string | null; result: unknown };

/** The result of long work of the product. Throws its words when it did not succeed. */
export async function endOfJob(id: string): Promise<unknown> {
  const job = await untilEnded(() => call<LongJob>("GET", `/task/v1/long-jobs/${id}`));
  return job.result;
}

/** Looks again, ever more seldom, until it has ended. Throws its words when it did not succeed. */
export async function untilEnded<T extends { id: string; state: string; error: string | null }>(
  look: () => Promise<T>,
): Promise<T> {
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 1.5, LAST_LOOK_MS)) {
    const seen = await look();
    if (seen.state === "succeeded") return seen;
    if (seen.state === "failed" || seen.state === "cancelled")
      throw new Error(`${seen.id} has ${seen.state}: ${seen.error ?? "it says no more"}`);
    await sleep(pauseMs);
  }
}
