import type { LiveEvent } from "@/lib/platform/events";
import type { EventFeed, FeedEvent } from "./event-feed";

/** Ids too are only for those who may read what they name. */
const NEEDS: Record<LiveEvent["topic"], string> = {
  run: "runs:read",
  task: "runs:read",
  backfill: "runs:read",
  log: "logs:read",
  pipeline: "pipelines:read",
  import_error: "pipelines:read",
  artifact: "artifacts:read",
  worker: "queues:read",
  session: "team:read",
  setting: "settings:read",
};

const HEARTBEAT_MS = 15_000;
/** A reader this far behind is not reading; it comes back and catches up. */
const MAX_QUEUED = 1000;

export type EventStreamOptions = {
  feed: EventFeed;
  permissions: ReadonlySet<string>;
  /** Empty: every topic. */
  topics: readonly string[];
  lastEventId: string | null;
  signal: AbortSignal;
  /** Asked on each heartbeat and whenever a session changed: a revoked person stops hearing at once. */
  stillAllowed: () => Promise<boolean>;
  heartbeatMs?: number;
};

/**
 * Server-sent events: `change` carries a LiveEvent, `heartbeat` proves the line, `reset` says that events were missed
 * and everything should be read again.
 */
export function eventStream(options: EventStreamOptions): Response {
  const { feed, permissions, topics, lastEventId, signal, stillAllowed } = options;
  const wanted = ({ event }: FeedEvent) =>
    permissions.has(NEEDS[event.topic]) && (topics.length === 0 || topics.includes(event.topic));
  const encoder = new TextEncoder();
  let stop = (_isCancelled = false) => {};

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) < -MAX_QUEUED) return stop();
          controller.enqueue(encoder.encode(text));
        };
        const check = () =>
          stillAllowed().then(
            (allowed) => (allowed ? undefined : stop()),
            // A database that is away for a moment is no reason to hang up.
            () => undefined,
          );
        const beat = setInterval(() => {
          write("event: heartbeat\ndata: {}\n\n");
          void check();
        }, options.heartbeatMs ?? HEARTBEAT_MS);
        const reset = () => write("event: reset\ndata: {}\n\n");
        const leave = feed.listen((entry) => {
          if (entry.event.topic === "session") void check();
          if (wanted(entry)) write(frame(entry));
        }, reset);
        stop = (isCancelled = false) => {
          stop = () => {};
          clearInterval(beat);
          leave();
          signal.removeEventListener("abort", onAbort);
          // A reader that cancels has closed it already.
          if (!isCancelled) controller.close();
        };
        const onAbort = () => stop();
        signal.addEventListener("abort", onAbort);

        write("retry: 2000\nevent: heartbeat\ndata: {}\n\n");
        if (lastEventId === null) return;
        const missed = feed.since(lastEventId);
        if (missed) for (const entry of missed.filter(wanted)) write(frame(entry));
        else reset();
      },
      cancel: () => stop(true),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // nginx would otherwise hold events back.
      "x-accel-buffering": "no",
    },
  });
}

function frame({ id, event }: FeedEvent): string {
  return `id: ${id}\nevent: change\ndata: ${JSON.stringify(event)}\n\n`;
}
