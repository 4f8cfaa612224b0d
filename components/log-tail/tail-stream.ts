import type { LogArrivals } from "@/lib/log-records/schema";

export type TailStatus = "connecting" | "live" | "away";
type Listener = { onArrived(arrived: LogArrivals): void; onStatus(status: TailStatus): void };

/** `rest` gives the connection back; `resume` goes on where it was. */
export type OpenTail = { rest(): void; resume(): void; close(): void };

/** Three missed heartbeats of 15 s. */
const SILENCE_MS = 45_000;
const RETRY_MS = 2_000;

/**
 * Records that match a search, as they arrive, until it is closed. After an interruption it goes on where it was: the last
 * position that it read names the place. The server refuses a stream for good, which the browser does not try again.
 */
export function openTail(q: string, { onArrived, onStatus }: Listener): OpenTail {
  let source: EventSource | null = null;
  let position = "";
  let isClosed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function heard({ lastEventId }: MessageEvent<unknown>): void {
    if (lastEventId !== "") position = lastEventId;
    clearTimeout(silence);
    silence = setTimeout(reopen, SILENCE_MS);
    onStatus("live");
  }
  function reopen(): void {
    if (isClosed) return;
    source?.close();
    onStatus("away");
    clearTimeout(retry);
    retry = setTimeout(open, RETRY_MS);
  }
  function open(): void {
    const query = new URLSearchParams({ q, ...(position === "" ? {} : { position }) });
    source = new EventSource(`/api/v1/log-records/tail?${query}`);
    source.addEventListener("heartbeat", heard);
    source.addEventListener("records", (event: MessageEvent<unknown>) => {
      heard(event);
      const arrived = arrivalsOf(event.data);
      if (arrived) onArrived(arrived);
    });
    source.addEventListener("error", reopen);
  }
  function rest(): void {
    clearTimeout(retry);
    clearTimeout(silence);
    source?.close();
    source = null;
  }
  open();
  return {
    rest,
    resume() {
      if (!source && !isClosed) open();
    },
    close() {
      isClosed = true;
      rest();
    },
  };
}

/** The guarantee: only our server writes these events, one LogArrivals each. */
function arrivalsOf(text: unknown): LogArrivals | null {
  if (typeof text !== "string") return null;
  try {
    return JSON.parse(text) as LogArrivals;
  } catch {
    return null;
  }
}
