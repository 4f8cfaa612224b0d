import { RateLimitedError } from "@/lib/platform/errors";

const RETRY_SECONDS = 30;

/** One event as it goes over the line. A client that comes back names the last `id` that it read. */
export function frame(kind: string, data: object, id: string | null): string {
  return `${id === null ? "" : `id: ${id}\n`}event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function sseResponse(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // nginx would otherwise hold events back.
      "x-accel-buffering": "no",
    },
  });
}

/** Counts open streams by who reads them; returns what to call at the end. Throws RateLimitedError when there are `most`. */
export function streamCounter(most: number, kind: string): (reader: string) => () => void {
  const openOf = new Map<string, number>();
  return (reader) => {
    const open = openOf.get(reader) ?? 0;
    if (open >= most)
      throw new RateLimitedError(
        `More than ${most} streams of ${kind} are open for you. Close some first.`,
        RETRY_SECONDS,
      );
    openOf.set(reader, open + 1);
    return () => {
      const left = (openOf.get(reader) ?? 1) - 1;
      if (left > 0) openOf.set(reader, left);
      else openOf.delete(reader);
    };
  };
}
