const POLL_MS = 100;
const ANSWER_WITHIN_MS = 5_000;

/** Polls /readyz until it returns 200. Resolves to false when `giveUp` is aborted first. */
export async function waitUntilReady(origin: string, giveUp: AbortSignal): Promise<boolean> {
  while (!giveUp.aborted) {
    if (await isReady(origin)) return true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return false;
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
