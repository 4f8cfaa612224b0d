import { RateLimitedError } from "@/lib/platform/errors";
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
/** Pages of one browser share a stream. More than this would take the connections of everybody else (workers/web/server.ts). */
const MOST_OF_ONE = 200;
const RETRY_SECONDS = 30;

/** Open streams by who reads them. */
const openOf = new Map<string, number>();

export type EventStreamOptions = {
  feed: EventFeed;
  /** Whose stream it is. */
  reader: string;
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
 * and everything should be read again. Throws RateLimitedError when this reader has too many.
 */
export function eventStream(options: EventStreamOptions): Response {
  const { feed, reader, permissions, topics, lastEventId, signal, stillAllowed } = options;
  const wanted = ({ event }: FeedEvent) =>
    permissions.has(NEEDS[event.topic]) && (topics.length === 0 || topics.includes(event.topic));
  const close = countIn(reader);
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
          close();
          signal.removeEventListener("abort", onAbort);
          // A reader that cancels has closed it already.
          if (!isCancelled) controller.close();
        };
        const onAbort = () => stop();
        signal.addEventListener("abort", onAbort);
        if (signal.aborted) return stop();

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

function countIn(reader: string): () => void {
  const open = openOf.get(reader) ?? 0;
  if (open >= MOST_OF_ONE)
    throw new RateLimitedError(
      `More than ${MOST_OF_ONE} streams of events are open for you. Close some first.`,
      RETRY_SECONDS,
    );
  openOf.set(reader, open + 1);
  return () => {
    const left = (openOf.get(reader) ?? 1) - 1;
    if (left > 0) openOf.set(reader, left);
    else openOf.delete(reader);
  };
}

function frame({ id, event }: FeedEvent): string {
  return `id: ${id}\nevent: change\ndata: ${JSON.stringify(event)}\n\n`;
}
