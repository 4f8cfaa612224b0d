import { afterEach, describe, expect, it, vi } from "vitest";
import type { LiveEvent } from "@/lib/platform/events";
import { createFeed, eventOf } from "./event-feed";
import { type EventStreamOptions, eventStream } from "./event-stream";

const all = new Set(["runs:read", "pipelines:read", "team:read", "logs:read"]);
const run: LiveEvent = { topic: "run", id: "run_1", dag_id: "flights" };
const pipeline: LiveEvent = { topic: "pipeline", id: "flights" };

function open(feed: EventStreamOptions["feed"], more: Partial<EventStreamOptions> = {}) {
  const end = new AbortController();
  const response = eventStream({
    feed,
    reader: "usr_one",
    permissions: all,
    topics: [],
    lastEventId: null,
    signal: end.signal,
    stillAllowed: async () => true,
    ...more,
  });
  if (!response.body) throw new Error("no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  return { response, end, next: async () => (await reader.read()).value, reader };
}

afterEach(() => vi.useRealTimers());

describe("eventStream", () => {
  it("opens with a heartbeat, then sends changes with their ids", async () => {
    const feed = createFeed("b");
    const { response, next, end } = open(feed);
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(await next()).toContain("event: heartbeat");
    feed.push(run);
    expect(await next()).toBe(`id: b-1\nevent: change\ndata: ${JSON.stringify(run)}\n\n`);
    end.abort();
  });

  it("is refused to who has hundreds already, to nobody else, and not after those are closed", () => {
    const feed = createFeed("b");
    const reader = "usr_greedy";
    const streams = Array.from({ length: 200 }, () => open(feed, { reader }));
    expect(() => open(feed, { reader })).toThrow(/200 streams/);
    open(feed, { reader: "usr_other" }).end.abort();
    for (const { end } of streams) end.abort();
    open(feed, { reader }).end.abort();
  });

  it("tells only what the caller may read and asked for", async () => {
    const feed = createFeed("b");
    const viewer = open(feed, { permissions: new Set(["pipelines:read"]) });
    const picky = open(feed, { topics: ["pipeline"] });
    await viewer.next();
    await picky.next();
    feed.push(run);
    feed.push(pipeline);
    expect(await viewer.next()).toContain('"pipeline"');
    expect(await picky.next()).toContain('"pipeline"');
    viewer.end.abort();
    picky.end.abort();
  });

  it("repeats what a reader missed, and says so when it cannot", async () => {
    const feed = createFeed("b");
    feed.push(run);
    feed.push(pipeline);
    const back = open(feed, { lastEventId: "b-1" });
    await back.next();
    expect(await back.next()).toContain("id: b-2");
    const lost = open(feed, { lastEventId: "older-7" });
    await lost.next();
    expect(await lost.next()).toContain("event: reset");
    back.end.abort();
    lost.end.abort();
  });

  it("says that everything is to be read again after events were published to nobody", async () => {
    const feed = createFeed("b");
    feed.push(run);
    const { next, end } = open(feed);
    await next();
    feed.reset();
    expect(await next()).toContain("event: reset");
    feed.push(pipeline);
    expect(await next()).toContain('"pipeline"');
    // A browser that was away in those moments, too, whatever it had heard last.
    const back = open(feed, { lastEventId: "b-1" });
    await back.next();
    expect(await back.next()).toContain("event: reset");
    for (const stream of [end, back.end]) stream.abort();
  });

  it("hangs up when the session is revoked", async () => {
    const feed = createFeed("b");
    let allowed = true;
    const { reader, next } = open(feed, { stillAllowed: async () => allowed, permissions: new Set() });
    await next();
    allowed = false;
    feed.push({ topic: "session", id: "usr_1" });
    expect((await reader.read()).done).toBe(true);
  });

  it("ends without an error when its reader cancels, whatever happens afterwards", async () => {
    const feed = createFeed("b");
    const end = new AbortController();
    const stream = eventStream({
      feed,
      reader: "usr_one",
      permissions: all,
      topics: [],
      lastEventId: null,
      signal: end.signal,
      stillAllowed: async () => false,
    });
    await expect(stream.body?.cancel()).resolves.toBeUndefined();
    feed.push(run);
    feed.push({ topic: "session", id: "usr_1" });
    end.abort();
  });

  it("proves the line every 15 s", async () => {
    vi.useFakeTimers();
    const { next, end } = open(createFeed("b"));
    await next();
    const beat = next();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await beat).toContain("event: heartbeat");
    end.abort();
  });
});

it("the feed forgets the oldest first", () => {
  const feed = createFeed("b");
  for (let n = 0; n < 5000; n += 1) feed.push(run);
  expect(feed.since("b-4999")).toHaveLength(1);
  expect(feed.since("b-5000")).toEqual([]);
  expect(feed.since("b-10")).toBeNull();
});

it.each([
  [JSON.stringify(run), run],
  [JSON.stringify({ ...pipeline, html: "<script>" }), pipeline],
  ["rubbish", null],
  ["null", null],
  ['"run"', null],
  ['{"topic":"run"}', null],
  ['{"topic":"secrets","id":"x"}', null],
  ['{"topic":"run","id":7}', null],
  [JSON.stringify({ topic: "run", id: "x".repeat(1_000_000) }), null],
])("a message on the channel is an event of ours or nothing: %s", (text, expected) => {
  expect(eventOf(text)).toEqual(expected);
});
