// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { joinLive } from "./leader";

class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static last: Stream | undefined;
  readonly readyState = 1;
  constructor() {
    super();
    Stream.last = this;
  }
  close() {}
}
/** Tabs of one browser: each receives the others' messages. */
class Channel {
  static all = new Set<Channel>();
  onmessage: ((message: { data: unknown }) => void) | null = null;
  constructor() {
    Channel.all.add(this);
  }
  postMessage(data: unknown) {
    for (const other of Channel.all) if (other !== this) other.onmessage?.({ data });
  }
  close() {
    Channel.all.delete(this);
  }
}
/** One tab at a time has the lock; the next gets it when it lets go. */
class Locks {
  line: Promise<unknown> = Promise.resolve();
  request(_name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) {
    const mine = this.line.then(() => (signal.aborted ? undefined : work()));
    this.line = mine;
    return mine;
  }
}

beforeEach(() => {
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("BroadcastChannel", Channel);
  vi.stubGlobal("navigator", { locks: new Locks() });
});
afterEach(() => vi.unstubAllGlobals());

function tab() {
  const heard: string[] = [];
  const leave = joinLive("/events", { onEvent: ({ topic }) => heard.push(topic), onStatus: () => {} });
  return { heard, leave };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));
const say = (event: string) => Stream.last?.dispatchEvent(new Event(event));

it("the tab that takes the stream over has everything read again, in all tabs; the first one has not", async () => {
  const [first, second, third] = [tab(), tab(), tab()];
  await settle();
  say("open");
  say("open");
  expect([first, second, third].map(({ heard }) => heard)).toEqual([[], [], []]);
  first.leave();
  await settle();
  say("open");
  say("open");
  expect([second.heard, third.heard]).toEqual([["reset"], ["reset"]]);
  for (const { leave } of [second, third]) leave();
});
