import { createServer } from "node:net";
import { createInterface } from "node:readline";

export type Effect = { attemptId: string; fence: number; times: number };
export type Sink = {
  port: number;
  /** The final effect of a task: that of its newest attempt. */
  effectOf(runId: string, taskId: string): Effect | undefined;
  refused(): number;
  close(): void;
};

/**
 * Receives the effects of tasks and checks the fence, as a user's store should: refuses an attempt after a newer one.
 * Each line gets one reply: ok, first (the first effect of this task), or stale.
 */
export async function openSink(): Promise<Sink> {
  const newest = new Map<string, number>();
  const effects = new Map<string, Effect>();
  let refused = 0;
  const answer = (line: string): string => {
    const [verb, runId, taskId, fenceText, attemptId = ""] = line.split(" ");
    const key = `${runId} ${taskId}`;
    const fence = Number(fenceText);
    if (fence < (newest.get(key) ?? 0)) {
      refused += 1;
      return "stale";
    }
    newest.set(key, fence);
    if (verb !== "apply") return "ok";
    const before = effects.get(key);
    const times = before?.attemptId === attemptId ? before.times + 1 : 1;
    effects.set(key, { attemptId, fence, times });
    return before ? "ok" : "first";
  };
  const server = createServer((socket) => {
    // A killed task leaves its connection half open, as intended.
    socket.on("error", () => {});
    createInterface({ input: socket })
      .on("line", (line) => socket.end(`${answer(line)}\n`))
      .on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    effectOf: (runId, taskId) => effects.get(`${runId} ${taskId}`),
    refused: () => refused,
    close: () => server.close(),
  };
}
