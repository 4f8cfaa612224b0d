import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { LogPage } from "@/lib/logs/schema";
import { createLogStore, type LoadLog } from "./log-store";

/** A server with a log that grows; at most `atMost` lines an answer. */
function server(total: number, atMost = 10_000) {
  const log = { total, ended: false, gone: new Set<number>(), fails: false };
  const load = vi.fn<LoadLog>(async (from, limit): Promise<LogPage> => {
    if (log.fails) throw new Error("away");
    const to = Math.min(from + Math.min(limit, atMost) - 1, log.total);
    const numbers = Array.from({ length: Math.max(to - from + 1, 0) }, (_, at) => from + at);
    return {
      attempt_id: "a",
      state: log.ended ? "success" : "running",
      lines: numbers
        .filter((n) => !log.gone.has(n))
        .map((n) => ({ n, t: 0, s: "o" as const, m: `line ${n}` })),
      next_line: Math.max(from, to + 1),
      total_lines: log.total,
      complete: log.ended && to >= log.total,
    };
  });
  return { log, load };
}

describe("a log in the browser", () => {
  it("shows the first page after one request, and asks for no line twice", async () => {
    const { load } = server(1_200);
    const store = createLogStore(load);
    expect(store.state().total).toBeNull();
    store.poll();
    await vi.waitFor(() => expect(store.state().total).toBe(1_200));
    expect(store.lineAt(499)?.m).toBe("line 500");
    store.want([0, 1, 2]);
    store.want([0, 1, 2]);
    await vi.waitFor(() => expect(store.lineAt(1_199)?.m).toBe("line 1200"));
    expect(load.mock.calls).toEqual([
      [1, 500],
      [501, 500],
      [1001, 500],
    ]);
  });

  it("asks only for what is new, once for many wake-ups, and no more after the end", async () => {
    const { log, load } = server(3);
    const store = createLogStore(load);
    store.poll();
    await vi.waitFor(() => expect(store.state().total).toBe(3));
    log.total = 5;
    log.ended = true;
    for (let times = 0; times < 10; times++) store.poll();
    await vi.waitFor(() => expect(store.state().complete).toBe(true));
    expect(store.lineAt(4)?.m).toBe("line 5");
    expect(load.mock.calls.length).toBeLessThanOrEqual(3);
    const calls = load.mock.calls.length;
    store.poll();
    expect(load).toHaveBeenCalledTimes(calls);
  });

  it("asks again for a line without an end, and for no other, until it has one", async () => {
    const line = { n: 2, t: 0, s: "o" as const, m: "10%", open: true as const };
    const answer = { attempt_id: "a", state: "running", total_lines: 2, complete: false };
    const first = { n: 1, t: 0, s: "o" as const, m: "first" };
    const load = vi.fn<LoadLog>();
    load.mockResolvedValueOnce({ ...answer, lines: [first, line], next_line: 2 });
    load.mockResolvedValueOnce({ ...answer, lines: [{ ...line, m: "10%\r20%" }], next_line: 2 });
    const { open: _open, ...ended } = line;
    load.mockResolvedValueOnce({ ...answer, lines: [{ ...ended, m: "done" }], next_line: 3 });
    load.mockResolvedValue({ ...answer, lines: [], next_line: 3 });
    const store = createLogStore(load);
    for (const shown of ["10%", "10%\r20%", "done"]) {
      store.poll();
      await vi.waitFor(() => expect(store.lineAt(1)?.m).toBe(shown));
      store.want([0]);
    }
    store.poll();
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(4));
    expect(load.mock.calls.map(([from]) => from)).toEqual([1, 2, 2, 3]);
  });

  it("draws nothing again while nothing is new", async () => {
    const { load } = server(3);
    const store = createLogStore(load);
    store.poll();
    await vi.waitFor(() => expect(store.state().total).toBe(3));
    const { version } = store.state();
    store.poll();
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2));
    await Promise.resolve();
    expect(store.state().version).toBe(version);
  });

  it("goes on where a short answer ended, and passes over lines that are gone", async () => {
    const { log, load } = server(500, 100);
    log.gone.add(150);
    const store = createLogStore(load);
    store.poll();
    await vi.waitFor(() => expect(store.state().total).toBe(500));
    store.want([0]);
    await vi.waitFor(() => expect(store.lineAt(499)?.m).toBe("line 500"));
    expect(store.lineAt(149)).toBeUndefined();
    const calls = load.mock.calls.length;
    store.want([0]);
    expect(load).toHaveBeenCalledTimes(calls);
  });

  it("says that it failed, and recovers", async () => {
    const { log, load } = server(3);
    log.fails = true;
    const store = createLogStore(load);
    store.poll();
    await vi.waitFor(() => expect(store.state().error).toBeInstanceOf(Error));
    log.fails = false;
    store.poll();
    await vi.waitFor(() => expect(store.state()).toMatchObject({ error: null, total: 3 }));
  });

  it("asks again for a page that failed, but not at once with every drawing", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { log, load } = server(2_000);
    const store = createLogStore(load);
    store.poll();
    await vi.waitFor(() => expect(store.state().total).toBe(2_000));
    log.fails = true;
    const asked = load.mock.calls.length;
    // As a page does: requests the visible lines again whenever the store changed.
    store.subscribe(() => store.want([2]));
    store.want([2]);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(load.mock.calls.length - asked).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(load.mock.calls.length - asked).toBeLessThanOrEqual(6);
    log.fails = false;
    await vi.advanceTimersByTimeAsync(2_100);
    expect(store.lineAt(1_000)?.m).toBe("line 1001");
    expect(store.state().error).toBeNull();
  });

  it("keeps a bounded number of pages, those in sight among them", async () => {
    const { load } = server(200_000);
    const store = createLogStore(load);
    store.poll();
    await vi.waitFor(() => expect(store.state().total).toBe(200_000));
    for (let page = 0; page < 80; page++) {
      store.want([page, page + 1]);
      await vi.waitFor(() => expect(store.lineAt((page + 1) * 500)).toBeDefined(), { interval: 1 });
    }
    const held = Array.from({ length: 400 }, (_, page) => store.lineAt(page * 500)).filter(Boolean);
    expect(held.length).toBeLessThanOrEqual(62);
    expect(store.lineAt(80 * 500)).toBeDefined();
  });
});
