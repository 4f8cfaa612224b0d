import { route } from "@/lib/http/route";
import { deleteRun } from "@/lib/retention";
import { Removed } from "@/lib/retention/schema";
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

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/runs/{run_id}",
    scope: "runs:write",
    summary:
      "Delete a run with its tasks, attempts, logs and artifacts. 409 while it is active or pinned. It cannot be undone.",
    params: RunId,
    reply: Removed,
  },
  ({ ctx, params }) => deleteRun(ctx, params),
);
