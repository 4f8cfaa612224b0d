import { Readable } from "node:stream";
import * as z from "zod";
import { route } from "@/lib/http/route";
import { openLogText } from "@/lib/logs";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/task-attempts/{attemptId}/log/download",
    scope: "logs:read",
    summary: "The whole log of an attempt as plain text.",
    params: z.object({ attemptId: z.uuid() }),
    streams: ["text/plain"],
  },
  async ({ ctx, params }) => {
    const { taskId, number, text } = await openLogText(ctx, { attempt_id: params.attemptId });
    return new Response(webStream(text), {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${taskId}-${number}.log`)}`,
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      },
    });
  },
);

/** The guarantee: Node's own class under another library's name for it. */
function webStream(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const bytes = (async function* () {
    for await (const piece of text) yield Buffer.from(piece);
  })();
  return Readable.toWeb(Readable.from(bytes)) as ReadableStream<Uint8Array>;
}
