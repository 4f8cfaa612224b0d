import { expect, test } from "vitest";
import { preparing } from "./preparing";
import { verdictOfError } from "./verdict";

const never = new Promise<never>(() => {});
const verdict = (work: Promise<unknown>) => work.then(() => null, verdictOfError);

test.each([
  ["cancelled", { outcome: "cancelled", errorCode: "cancelled" }],
  ["worker_stopped", { outcome: "failed", errorCode: "worker_stopped", infra: true }],
  ["lease_lost", { outcome: "failed", errorCode: "lease_lost", infra: true }],
  ["timed_out", { outcome: "failed", errorCode: "timed_out", infra: false }],
])("a store that hangs does not hold up an attempt that is ended as %s", async (reason, expected) => {
  const abort = new AbortController();
  const waiting = verdict(preparing(abort.signal, null).within(never));
  abort.abort(reason);
  expect(await waiting).toMatchObject(expected);
  // Nor one that was ended before it was prepared.
  expect(await verdict(preparing(abort.signal, null).within(never))).toMatchObject(expected);
});

test("a task's own limit holds while it is prepared, and going over it is the machine's failure", async () => {
  const { signal } = new AbortController();
  expect(await verdict(preparing(signal, 1).within(never))).toMatchObject({
    errorCode: "timeout",
    infra: true,
  });
});

test("what is there in time is given on, and so is what went wrong with it", async () => {
  const early = preparing(new AbortController().signal, 60_000);
  expect(await early.within(Promise.resolve(7))).toBe(7);
  await expect(early.within(Promise.reject(new Error("away")))).rejects.toThrow("away");
  early.done();
});
