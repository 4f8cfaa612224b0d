import { afterEach, describe, expect, it, vi } from "vitest";
import type { DomainEvent } from "@/lib/events";
import { createFeed, createLookUp, type Told } from "./event-feed";
import { type EventStreamOptions, eventStream } from "./event-stream";

const all = new Set(["runs:read", "pipelines:read", "team:read", "logs:read"]);
const run: DomainEvent = { topic: "run", id: "run_1", dag_id: "flights" };
const pipeline: DomainEvent = { topic: "pipeline", id: "flights" };

const nothing: Told = { kind: "changes", events: [], position: "9:9:" };
const feedOf = (since: (position: string) => Promise<Told> = async () => nothing) => createFeed(since);

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
    const feed = feedOf();
    const { response, next, end } = open(feed);
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(await next()).toContain("event: heartbeat");
    feed.push([run], "1:1:");
    expect(await next()).toBe(`id: 1:1:\nevent: change\ndata: ${JSON.stringify(run)}\n\n`);
    end.abort();
  });

  it("is refused to who has hundreds already, to nobody else, and not after those are closed", () => {
    const feed = feedOf();
    const reader = "usr_greedy";
    const streams = Array.from({ length: 200 }, () => open(feed, { reader }));
    expect(() => open(feed, { reader })).toThrow(/200 streams/);
    open(feed, { reader: "usr_other" }).end.abort();
    for (const { end } of streams) end.abort();
    open(feed, { reader }).end.abort();
  });

  it("tells only what the caller may read and asked for", async () => {
    const feed = feedOf();
    const viewer = open(feed, { permissions: new Set(["pipelines:read"]) });
    const picky = open(feed, { topics: ["pipeline"] });
    await viewer.next();
    await picky.next();
    feed.push([run], "1:1:");
    feed.push([pipeline], "2:2:");
    expect(await viewer.next()).toContain('"pipeline"');
    expect(await picky.next()).toContain('"pipeline"');
    viewer.end.abort();
    picky.end.abort();
  });

  it("gives the id with the last that a reader is told of a batch, and none in the middle of one", async () => {
    const feed = feedOf();
    const { next, end } = open(feed, { topics: ["run", "pipeline"] });
    await next();
    feed.push([run], null);
    feed.push([pipeline, run, { topic: "log", id: "x" }], "7:9:8");
    expect([await next(), await next(), await next()].map((text) => text?.split("\n")[0])).toEqual([
      "event: change",
      "event: change",
      "id: 7:9:8",
    ]);
    end.abort();
  });

  it("tells first what a reader missed, then what was told meanwhile", async () => {
    let answer = (_told: Told) => {};
    const feed = feedOf(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const { next, end } = open(feed, { lastEventId: "1:1:" });
    expect(await next()).not.toContain("id:");
    feed.push([pipeline], "3:3:");
    answer({ kind: "changes", events: [run], position: "2:2:" });
    expect(await next()).toContain("id: 2:2:\n");
    expect(await next()).toContain("id: 3:3:\n");
    end.abort();
  });

  it("says that everything is to be read again when it cannot know what a reader missed", async () => {
    const failing = [
      async () => ({ kind: "gap", position: null }) as const,
      () => Promise.reject(new Error("away")),
    ];
    for (const since of failing) {
      const { next, end } = open(feedOf(since), { lastEventId: "1:1:" });
      await next();
      expect(await next()).toBe("event: reset\ndata: {}\n\n");
      end.abort();
    }
  });

  it("says the same to all who listen after a gap, with the id from which it goes on", async () => {
    const feed = feedOf();
    const { next, end } = open(feed);
    await next();
    feed.gap("4:4:");
    expect(await next()).toBe("id: 4:4:\nevent: reset\ndata: {}\n\n");
    feed.push([pipeline], "5:5:");
    expect(await next()).toContain('"pipeline"');
    const later = open(feed);
    expect(await later.next()).toContain("id: 5:5:\nevent: heartbeat");
    for (const stream of [end, later.end]) stream.abort();
  });

  it("makes one reading again of a flood", async () => {
    const feed = feedOf();
    const { next, end } = open(feed);
    await next();
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...run, id: `run_${at}` }));
    feed.push(many(201), "6:6:");
    expect(await next()).toContain("event: reset");
    feed.push(many(200), "7:7:");
    for (let at = 0; at < 200; at++) expect(await next()).toContain(`"run_${at}"`);
    end.abort();
  });

  it("hangs up when the session is revoked", async () => {
    const feed = feedOf();
    let allowed = true;
    const { reader, next } = open(feed, { stillAllowed: async () => allowed, permissions: new Set() });
    await next();
    allowed = false;
    feed.push([{ topic: "session", id: "usr_1" }], "3:3:");
    expect((await reader.read()).done).toBe(true);
  });

  it("ends without an error when its reader cancels, whatever happens afterwards", async () => {
    const feed = feedOf();
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
    feed.push([run], "1:1:");
    feed.push([{ topic: "session", id: "usr_1" }], "3:3:");
    end.abort();
  });

  it("proves the line every 15 s", async () => {
    vi.useFakeTimers();
    const { next, end } = open(feedOf());
    await next();
    const beat = next();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await beat).toContain("event: heartbeat");
    end.abort();
  });
});

it("those who come back with the same position share one look", async () => {
  let looks = 0;
  let answer = (_told: Told) => {};
  const lookUp = createLookUp(() => {
    looks += 1;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  const both = [lookUp("1:1:"), lookUp("1:1:")];
  answer(nothing);
  expect(await Promise.all(both)).toEqual([nothing, nothing]);
  void lookUp("1:1:");
  expect(looks).toBe(2);
});
