import { route } from "@/lib/http/route";
import { getRun, setRunNote } from "@/lib/runs";
import { NoteBody, RunDetail, RunId } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/runs/{run_id}",
    scope: "runs:read",
    summary: "A run with its tasks and attempts.",
    params: RunId,
    reply: RunDetail,
  },
  ({ ctx, params }) => getRun(ctx, params),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/runs/{run_id}",
    scope: "runs:write",
    summary: "Set the note of a run.",
    params: RunId,
    body: NoteBody,
    example: { note: "Ran again after the upstream was mended." },
  },
  ({ ctx, params, body }) => setRunNote(ctx, { ...params, ...body }),
);
