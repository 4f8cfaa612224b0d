import type { LogTail } from "@/lib/log-records";
import type { EventFeed } from "./event-feed";
import { frame, sseResponse, streamCounter } from "./sse";

/** How long a record waits at most before it is looked for. */
const LOOK_EVERY_MS = 250;
const HEARTBEAT_MS = 15_000;
/** A tail has a connection of its own and asks the database four times a second. */
const MOST_OF_ONE = 20;
const countIn = streamCounter(MOST_OF_ONE, "log records");

export type TailStreamOptions = {
  tail: LogTail;
  reader: string;
  /** Sessions that change are heard of here. */
  feed: Pick<EventFeed, "listen">;
  signal: AbortSignal;
  /** Asked on each heartbeat and whenever a session changed. */
  stillAllowed: () => Promise<boolean>;
  lookEveryMs?: number;
  heartbeatMs?: number;
};

/**
 * Server-sent events: `records` carries LogArrivals, `heartbeat` proves the line. A look is made when the reader has taken what
 * came before, so a slow reader holds nothing here: its next look brings the newest records and says how many it missed.
 */
export function tailStream(options: TailStreamOptions): Response {
  const { tail, reader, feed, signal, stillAllowed } = options;
  const { lookEveryMs = LOOK_EVERY_MS, heartbeatMs = HEARTBEAT_MS } = options;
  const close = countIn(reader);
  const encoder = new TextEncoder();
  const ended = new AbortController();
  let mustCheck = false;
  const leave = feed.listen((told) => {
    mustCheck ||= told.kind === "gap" || told.events.some(({ topic }) => topic === "session");
  });
  const end = () => {
    if (ended.signal.aborted) return;
    ended.abort();
    leave();
    close();
    signal.removeEventListener("abort", end);
  };
  signal.addEventListener("abort", end);
  if (signal.aborted) end();

  let beatAt = performance.now() + heartbeatMs;
  async function nextFrame(): Promise<string | null> {
    while (!ended.signal.aborted) {
      const isBeat = performance.now() >= beatAt;
      if (isBeat || mustCheck) {
        mustCheck = false;
        // A database that is away for a moment is no reason to hang up.
        if (!(await stillAllowed().catch(() => true))) return null;
      }
      if (isBeat) {
        beatAt = performance.now() + heartbeatMs;
        return frame("heartbeat", {}, tail.position());
      }
      const news = await tail.look();
      if (news) return frame("records", news, tail.position());
      await pause(lookEveryMs, ended.signal);
    }
    return null;
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) =>
        controller.enqueue(encoder.encode(`retry: 2000\n${frame("heartbeat", {}, tail.position())}`)),
      async pull(controller) {
        // What arrives within a moment comes together.
        await pause(lookEveryMs, ended.signal);
        const text = await nextFrame().catch((error: unknown) => {
          end();
          throw error;
        });
        if (text !== null) return controller.enqueue(encoder.encode(text));
        end();
        controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  return sseResponse(body);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
