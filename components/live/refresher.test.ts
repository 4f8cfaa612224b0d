// @vitest-environment jsdom
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRefresher } from "./refresher";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const run = { topic: "run", id: "run_1", dag_id: "flights", run_id: "run_1" };

/** A query on the screen that counts how often it is read, each time as long as given. */
function shown(client: QueryClient, queryKey: readonly string[], takesMs = 0) {
  const reads = { begun: 0, ended: 0 };
  const observer = new QueryObserver(client, {
    queryKey,
    staleTime: Number.POSITIVE_INFINITY,
    async queryFn() {
      reads.begun += 1;
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      return ++reads.ended;
    },
  });
  return { reads, hide: observer.subscribe(() => {}) };
}

it("reads at once after a quiet time, and then once a second however many events come", async () => {
  const client = new QueryClient();
  const { reads } = shown(client, ["runs", "list"]);
  const refresher = createRefresher(client);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads.ended).toBe(1);
  refresher.apply([run]);
  await vi.advanceTimersByTimeAsync(1);
  expect(reads.ended).toBe(2);
  for (let time = 0; time < 100; time++) {
    refresher.apply([run]);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(reads.ended).toBeGreaterThanOrEqual(11);
  expect(reads.ended).toBeLessThanOrEqual(13);
  await vi.advanceTimersByTimeAsync(1_000);
  const settled = reads.ended;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reads.ended).toBe(settled);
});

it("lets a slow reading end, and reads once more for what happened meanwhile", async () => {
  const client = new QueryClient();
  const { reads } = shown(client, ["runs", "list"], 2_500);
  const refresher = createRefresher(client);
  for (let time = 0; time < 100; time++) {
    refresher.apply([run]);
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads.ended).toBe(reads.begun);
  expect(reads.ended).toBeGreaterThanOrEqual(4);
});

it("reads only what is on the screen; the rest when it is shown again", async () => {
  const client = new QueryClient();
  const hidden = shown(client, ["runs", "list"]);
  const other = shown(client, ["team", "members"]);
  await vi.advanceTimersByTimeAsync(1);
  hidden.hide();
  createRefresher(client).apply([run]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([hidden.reads.ended, other.reads.ended]).toEqual([1, 1]);
  expect(client.getQueryState(["runs", "list"])?.isInvalidated).toBe(true);
});

it("reads everything after a reset, and nothing after it was stopped", async () => {
  const client = new QueryClient();
  const queries = [shown(client, ["runs", "list"]), shown(client, ["team", "members"])];
  const refresher = createRefresher(client);
  await vi.advanceTimersByTimeAsync(5_000);
  for (let time = 0; time < 2; time++) refresher.apply([{ topic: "reset", id: "" }]);
  await vi.advanceTimersByTimeAsync(1);
  expect(queries.map(({ reads }) => reads.ended)).toEqual([2, 2]);
  refresher.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(queries.map(({ reads }) => reads.ended)).toEqual([2, 2]);
});
