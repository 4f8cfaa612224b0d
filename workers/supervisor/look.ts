import * as z from "zod";
import type { Look } from "./watch";

const Readiness = z.object({ checks: z.object({ draining: z.boolean() }) });

/** The present state of a process. */
export async function lookAt(origin: string, answerWithinMs: number): Promise<Look> {
  if (!(await ask(`${origin}/healthz`, answerWithinMs))) return "silent";
  const ready = await ask(`${origin}/readyz`, answerWithinMs);
  if (ready?.ok) return "ready";
  return Readiness.safeParse(ready?.body).data?.checks.draining ? "draining" : "not ready";
}

/** The stores' process serves S3 itself, so any reply of it, even a refusal, shows that it works. */
export async function lookAtObjects(endpoint: string, answerWithinMs: number): Promise<Look> {
  return (await ask(endpoint, answerWithinMs)) ? "ready" : "silent";
}

async function ask(url: string, withinMs: number): Promise<{ ok: boolean; body: unknown } | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(withinMs) });
    const text = await answer.text();
    return { ok: answer.ok, body: isJson(answer) ? JSON.parse(text) : text };
  } catch {
    return null;
  }
}

function isJson(answer: Response): boolean {
  return answer.headers.get("content-type")?.includes("json") ?? false;
}
