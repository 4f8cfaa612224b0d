import type { FastifyReply, FastifyRequest } from "fastify";
import type { Story } from "@/lib/endpoints";
import type { Ctx } from "@/lib/platform/context";
import { type Answered, ID_HEADER, recorded } from "@/lib/predictions";

type Call = { ctx: Ctx; request: FastifyRequest; reply: FastifyReply };

/** Answers a request under an id that its header says, an error too, and puts it into the prediction log. */
export function logged<R extends Answered>(
  protocol: string,
  { ctx, request, reply }: Call,
  answer: (story: Story) => Promise<R>,
): Promise<R> {
  const seen = {
    protocol,
    traceparent: request.headers.traceparent,
    since: performance.now() - reply.elapsedTime,
  };
  return recorded(ctx, seen, (story) => {
    reply.header(ID_HEADER, story.id);
    return answer(story);
  });
}
