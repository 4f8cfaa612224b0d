import * as z from "zod";
import { route } from "@/lib/http/route";
import { previewPipelineDeletion } from "@/lib/retention";
import { DeletionPreview } from "@/lib/retention/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}/deletion",
    scope: "pipelines:read",
    summary: "What would go with a pipeline, and why it cannot be deleted now (`refused`).",
    params: z.object({ dagId: z.string() }),
    reply: DeletionPreview,
  },
  ({ ctx, params }) => previewPipelineDeletion(ctx, { dag_id: params.dagId }),
);
