import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { FastifyReply } from "fastify";
import { getAsyncPrediction } from "@/lib/batch-predictions";
import { frame, streamCounter } from "@/lib/http/sse";
import type { Ctx } from "@/lib/platform/context";

const LOOK_MS = 500;
const HEARTBEAT_LOOKS = 30;
/** A client asks again after that. */
const MOST_LOOKS = 1_200;
const MOST_OF_ONE = 20;
const countIn = streamCounter(MOST_OF_ONE, "results");
const ENDED = new Set(["succeeded", "failed", "cancelled"]);

/** The states of a prediction as events, until it has ended. Throws before the first byte where it is not there. */
export async function streamResult(ctx: Ctx, ref: { endpoint: string; id: string }, reply: FastifyReply) {
  const first = await getAsyncPrediction(ctx, ref);
  const leave = countIn(ctx.actor.id);
  const left = new AbortController();
  reply.raw.once("close", () => left.abort());
  return reply
    .headers({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    })
    .send(Readable.from(events()));

  async function* events(): AsyncGenerator<string> {
    try {
      let state = "";
      let view = first;
      for (let look = 0; look < MOST_LOOKS; look++) {
        if (view.state !== state) yield frame("state", view, null);
        else if (look % HEARTBEAT_LOOKS === 0) yield ": still there\n\n";
        state = view.state;
        if (ENDED.has(state)) return;
        await delay(LOOK_MS, undefined, { signal: left.signal });
        view = await getAsyncPrediction(ctx, ref);
      }
    } catch (error) {
      // A client that left, or one whose prediction is over its time, hears nothing more.
      ctx.log.debug({ err: error }, "a stream of a prediction ended early");
    } finally {
      leave();
    }
  }
}
