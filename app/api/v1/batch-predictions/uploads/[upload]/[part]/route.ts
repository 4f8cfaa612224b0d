import * as z from "zod";
import { keepUploadPart } from "@/lib/batch-predictions";
import { Uploaded } from "@/lib/batch-predictions/schema";
import { readBytes } from "@/lib/http/body";
import { route } from "@/lib/http/route";

export const PUT = route(
  {
    method: "PUT",
    path: "/api/v1/batch-predictions/uploads/{upload}/{part}",
    scope: "predictions:run",
    summary: "Upload a file for a batch prediction, in parts of up to 4 MiB.",
    description:
      "`upload` is a name of your own for the whole file, `part` counts from 0 to 63. The body is bytes as they are. Only the same person or token can name the upload as a source, and what no batch takes is removed after a day. Larger files: PUT /data/objects/{key}, and a source with its path.",
    params: z.object({ upload: z.string(), part: z.string() }),
    reply: Uploaded,
  },
  async ({ ctx, params, request }) => keepUploadPart(ctx, params, await readBytes(request)),
);
