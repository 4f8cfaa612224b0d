import { createServer } from "node:net";
import { createInterface } from "node:readline";

export type Effect = { attemptId: string; fence: number; times: number };
export type Sink = {
  port: number;
  /** What stands for a task at the end: the effect of the newest attempt that got through. */
  effectOf(runId: string, taskId: string): Effect | undefined;
  refused(): number;
  close(): void;
};

/**
 * Where tasks leave their effect, guarded by the fence as any store of a user's should be: an attempt that a newer one
 * has overtaken is refused. One line asks, one line answers: ok, first (the first effect of this task), or stale.
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
    // A killed task leaves its connection half open; that is what we are here for.
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
