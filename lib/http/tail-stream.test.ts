import { describe, expect, it } from "vitest";
import type { LogArrivals } from "@/lib/log-records/schema";
import { createFeed } from "./event-feed";
import { type TailStreamOptions, tailStream } from "./tail-stream";

const arrived = (skipped: number): LogArrivals => ({ data: [], skipped, passed: 0 });
const feedOf = () => createFeed(async () => ({ kind: "changes", events: [], position: "1:1:" }));

/** A tail that brings these one after the other, and nothing after them; counts its looks. */
function tailOf(news: readonly (LogArrivals | null)[]) {
  let looks = 0;
  return { look: async () => news[looks++] ?? null, position: () => `p${looks}`, looks: () => looks };
}

function open(more: Partial<TailStreamOptions> = {}) {
  const end = new AbortController();
  const response = tailStream({
    tail: tailOf([]),
    reader: "usr_one",
    feed: feedOf(),
    signal: end.signal,
    stillAllowed: async () => true,
    lookEveryMs: 1,
    ...more,
  });
  if (!response.body) throw new Error("no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  return { response, end, next: async () => (await reader.read()).value, reader };
}

describe("tailStream", () => {
  it("begins with its position, then sends what arrives with the place after it", async () => {
    const { response, next, end } = open({ tail: tailOf([null, arrived(7)]) });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(await next()).toBe("retry: 2000\nid: p0\nevent: heartbeat\ndata: {}\n\n");
    expect(await next()).toBe(`id: p2\nevent: records\ndata: ${JSON.stringify(arrived(7))}\n\n`);
    end.abort();
  });

  it("looks no further while its reader does not read", async () => {
    const tail = tailOf(Array.from({ length: 100 }, () => arrived(1)));
    const { next, end } = open({ tail });
    await next();
    await next();
    // The pipes on the way hold an event or two each.
    expect(tail.looks()).toBeLessThan(10);
    end.abort();
  });

  it("ends when its reader may no longer read logs: at a heartbeat, or as soon as a session changed", async () => {
    const feed = feedOf();
    const told = open({ feed, stillAllowed: async () => false });
    await told.next();
    feed.push([{ topic: "session", id: "usr_one" }], "1:1:");
    expect(await told.next()).toBeUndefined();
    const beaten = open({ heartbeatMs: 0, stillAllowed: async () => false });
    await beaten.next();
    expect(await beaten.next()).toBeUndefined();
  });

  it("goes on while it cannot ask whether it may, and says that it lives", async () => {
    const { next, end } = open({ heartbeatMs: 0, stillAllowed: () => Promise.reject(new Error("away")) });
    await next();
    expect(await next()).toBe("id: p0\nevent: heartbeat\ndata: {}\n\n");
    end.abort();
  });

  it("fails when the database does, so that the reader comes back", async () => {
    const look = () => Promise.reject(new Error("away"));
    const { next } = open({ tail: { look, position: () => null } });
    await next();
    await expect(next()).rejects.toThrow("away");
  });

  it("is refused to who has many already, and not after those are closed", () => {
    const reader = "usr_greedy";
    const streams = Array.from({ length: 20 }, () => open({ reader }));
    expect(() => open({ reader })).toThrow(/20 streams/);
    open({ reader: "usr_other" }).end.abort();
    for (const { end } of streams) end.abort();
    open({ reader }).end.abort();
  });
});
