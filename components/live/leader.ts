/**
 * One event stream for all tabs of a browser, because HTTP/1.1 allows six connections to an origin. The tab that holds
 * the Web Lock reads the stream and repeats it on a BroadcastChannel; when it closes, another tab gets the lock.
 */
import type { LiveEvent } from "./topics";

export type LiveStatus = "connecting" | "online" | "offline";
type Message =
  | { kind: "event"; event: LiveEvent }
  | { kind: "status"; status: LiveStatus }
  | { kind: "hello" };

const LOCK = "gwanje.live";
const CHANNEL = "gwanje.live";
/** Three missed 15 s heartbeats. A connection may be dead without an error, as after a laptop slept. */
const SILENCE_MS = 45_000;
const RETRY_MS = 2000;

/** Events were missed, so all tabs read everything again. */
const EVERYTHING: LiveEvent = { topic: "reset", id: "" };

export type LiveListener = { onEvent: (event: LiveEvent) => void; onStatus: (status: LiveStatus) => void };

export function joinLive(url: string, listener: LiveListener): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  let leading = false;
  let status: LiveStatus = "connecting";
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "event") listener.onEvent(data.event);
    else if (data.kind === "status") {
      status = data.status;
      listener.onStatus(status);
    } else if (leading) tell({ kind: "status", status });
  };
  const tell = (message: Message) => {
    if (!stop.signal.aborted) channel.postMessage(message);
  };
  tell({ kind: "hello" });

  const lead = () => {
    leading = true;
    // The stream moved to this tab, and events in between were missed.
    let inherited = status !== "connecting";
    const onEvent = (event: LiveEvent) => {
      listener.onEvent(event);
      tell({ kind: "event", event });
    };
    return readStream(url, stop.signal, {
      onEvent,
      onStatus(next) {
        status = next;
        listener.onStatus(next);
        tell({ kind: "status", status: next });
        if (next === "online" && inherited) onEvent(EVERYTHING);
        if (next === "online") inherited = false;
      },
    });
  };
  // Web Locks need a secure context; on plain http each tab reads its own stream.
  if (navigator.locks) void navigator.locks.request(LOCK, { signal: stop.signal }, lead).catch(() => {});
  else void lead();

  return () => {
    stop.abort();
    channel.close();
  };
}

function readStream(url: string, signal: AbortSignal, listener: LiveListener): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let silence: ReturnType<typeof setTimeout> | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(reopen, SILENCE_MS);
    };
    const reopen = () => {
      source?.close();
      listener.onStatus("offline");
      clearTimeout(retry);
      retry = setTimeout(open, RETRY_MS);
    };
    const open = () => {
      source = new EventSource(url);
      heard();
      source.addEventListener("open", () => listener.onStatus("online"));
      source.addEventListener("heartbeat", heard);
      source.addEventListener("reset", () => listener.onEvent(EVERYTHING));
      source.addEventListener("change", (message) => {
        heard();
        const event = parseEvent(message.data);
        if (event) listener.onEvent(event);
      });
      source.addEventListener("error", () => {
        listener.onStatus("offline");
        // A refused stream (signed out, server restarting) closes for good; the browser reconnects the others itself.
        if (source?.readyState === EventSource.CLOSED) reopen();
      });
    };
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => {
      clearTimeout(silence);
      clearTimeout(retry);
      source?.close();
      resolve();
    });
    open();
  });
}

export function parseEvent(text: unknown): LiveEvent | null {
  if (typeof text !== "string") return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("topic" in value) || !("id" in value)) return null;
    const { topic, id } = value;
    if (typeof topic !== "string" || typeof id !== "string") return null;
    const dag = "dag_id" in value ? value.dag_id : undefined;
    const run = "run_id" in value ? value.run_id : undefined;
    const attempt = "attempt_id" in value ? value.attempt_id : undefined;
    return {
      topic,
      id,
      ...(typeof dag === "string" ? { dag_id: dag } : {}),
      ...(typeof run === "string" ? { run_id: run } : {}),
      ...(typeof attempt === "string" ? { attempt_id: attempt } : {}),
    };
  } catch {
    return null;
  }
}
