import type { DomainEvent, Topic } from "@/lib/events";
import type { EventFeed, Told } from "./event-feed";
import { frame, sseResponse, streamCounter } from "./sse";

/** Ids too are only for those who may read what they name. */
const NEEDS: Record<Topic, string> = {
  run: "runs:read",
  task: "runs:read",
  backfill: "runs:read",
  log: "logs:read",
  pipeline: "pipelines:read",
  import_error: "pipelines:read",
  artifact: "artifacts:read",
  worker: "queues:read",
  long_job: "queues:read",
  session: "team:read",
  setting: "settings:read",
  experiment: "experiments:read",
  experiment_run: "experiments:read",
  experiment_log: "experiments:read",
  model: "models:read",
  alert: "endpoints:read",
};

const HEARTBEAT_MS = 15_000;
/** A reader this far behind is not reading; it comes back and catches up. */
const MAX_QUEUED = 1000;
/** Pages of one browser share a stream. More than this would take the connections of everybody else (workers/web/server.ts). */
const MOST_OF_ONE = 200;
const countIn = streamCounter(MOST_OF_ONE, "events");

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
 * Server-sent events: `change` carries a DomainEvent, `heartbeat` proves the line, `reset` says that events may have been
 * missed and everything should be read again. An `id` is the position in the outbox up to which all has been told: a client
 * that comes back with it, to whichever process, is told what came after. Throws RateLimitedError when this reader has too
 * many.
 */
export function eventStream(options: EventStreamOptions): Response {
  const { feed, reader, permissions, topics, lastEventId, signal, stillAllowed } = options;
  const wanted = (event: DomainEvent) =>
    permissions.has(NEEDS[event.topic]) && (topics.length === 0 || topics.includes(event.topic));
  const close = countIn(reader);
  const encoder = new TextEncoder();
  let stopped = false;
  let stop = (_isCancelled = false) => {};

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if (stopped) return;
          if ((controller.desiredSize ?? 0) < -MAX_QUEUED) return stop();
          controller.enqueue(encoder.encode(text));
        };
        const check = () =>
          stillAllowed().then(
            (allowed) => (allowed ? undefined : stop()),
            // A database that is away for a moment is no reason to hang up.
            () => undefined,
          );
        /** What is told while a client that came back is still being given what it missed. */
        let held: Told[] | null = lastEventId === null ? null : [];
        const tell = (told: Told) => {
          if (told.kind === "gap" || told.events.some(({ topic }) => topic === "session")) void check();
          if (told.kind === "gap") return write(frame("reset", {}, told.position));
          const mine = told.events.filter(wanted);
          for (const [at, event] of mine.entries())
            write(frame("change", event, at === mine.length - 1 ? told.position : null));
        };
        const heartbeat = () => frame("heartbeat", {}, held ? null : feed.position());
        const beat = setInterval(() => {
          write(heartbeat());
          void check();
        }, options.heartbeatMs ?? HEARTBEAT_MS);
        const leave = feed.listen((told) => (held ? void held.push(told) : tell(told)));
        const catchUp = (missed: Told) => {
          for (const told of [missed, ...(held ?? [])]) tell(told);
          held = null;
        };
        stop = (isCancelled = false) => {
          stop = () => {};
          stopped = true;
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

        write(`retry: 2000\n${heartbeat()}`);
        if (lastEventId !== null)
          feed.since(lastEventId).then(catchUp, () => catchUp({ kind: "gap", position: null }));
      },
      cancel: () => stop(true),
    },
    { highWaterMark: 0 },
  );
  return sseResponse(body);
}
