import { Readable } from "node:stream";
import * as z from "zod";
import { openBatchFile } from "@/lib/batch-predictions";
import { BATCH_FILES } from "@/lib/batch-predictions/values";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/batch-predictions/{batch_id}/files/{file}",
    scope: "endpoints:read",
    summary:
      "A file of a batch prediction that has succeeded: output (parquet), errors (CSV) or manifest (JSON).",
    params: z.object({ batch_id: z.string(), file: z.enum(BATCH_FILES) }),
    streams: ["application/vnd.apache.parquet", "text/csv", "application/json"],
  },
  async ({ ctx, params }) => {
    const { body, sizeBytes, contentType, name } = await openBatchFile(ctx, {
      id: params.batch_id,
      file: params.file,
    });
    return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": contentType,
        "content-length": String(sizeBytes),
        "content-disposition": `attachment; filename="${name}"`,
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      },
    });
  },
);
