import { Socket } from "node:net";
import { expect, test } from "vitest";
import { runCommand } from "./process";
import type { Box } from "./sandbox/box";
import { RefusedStart } from "./sandbox/launcher";
import { createLimitWatch } from "./sandbox/limits";
import { verdictOf } from "./verdict";

const limits = createLimitWatch({ memoryMb: 1_000, diskMb: 1_000, processes: 100 });

/** A box whose process ended long before it is checked. */
function boxOf(more: Partial<Box>): Box {
  return {
    dir: "/",
    uid: null,
    searchPath: "/usr/bin:/bin",
    cookie: ["A", "b"],
    cgroup: null,
    dataUrl: "http://127.0.0.1:1",
    write() {},
    async start() {
      // Above any pid, so it never matches a process.
      const pid = 2 ** 22 + 1;
      const exited = Promise.resolve({ exitCode: 0, signal: null, cpuMs: 1 });
      const output = new Socket();
      output.push(null);
      return { pid, startedAt: null, exited, output };
    },
    async endAll() {},
    leave() {},
    ...more,
  };
}
const run = (box: Box, abort = new AbortController(), timeoutMs: number | null = null) =>
  runCommand({
    argv: ["true"],
    box,
    limits,
    env: Object.create(null),
    timeoutMs,
    signal: abort.signal,
    onOutput: async () => {},
  });
const of = { program: "true", timeoutMs: null, noRetryExitCodes: [], report: null };

test("a word to end a task that has come to its own end changes nothing", async () => {
  const abort = new AbortController();
  const ended = await run(boxOf({ endAll: async () => abort.abort("cancelled") }), abort);
  expect(verdictOf(ended, of)).toBeNull();
});

test("a word to end it that comes before is why it ended", async () => {
  const abort = new AbortController();
  abort.abort("cancelled");
  expect(verdictOf(await run(boxOf({}), abort), of)).toMatchObject({ outcome: "cancelled" });
});

test("a command that cannot be started is its author's failure, a machine that cannot start it is not", async () => {
  const start = (error: Error) => ({ start: () => Promise.reject(error) });
  expect(await run(boxOf(start(new RefusedStart("ENOEXEC"))))).toMatchObject({ spawned: false });
  await expect(run(boxOf(start(new Error("the launcher has ended"))))).rejects.toThrow("launcher");
});
