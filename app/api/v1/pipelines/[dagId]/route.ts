import * as z from "zod";
import { route } from "@/lib/http/route";
import { LongJobStarted } from "@/lib/long-jobs/schema";
import { getPipeline, savePipeline, setPipelinePaused } from "@/lib/pipelines";
import {
  PauseInput,
  PipelineDetail,
  PipelineSummary,
  SaveInput,
  VersionDetail,
} from "@/lib/pipelines/schema";
import { deletePipeline } from "@/lib/retention";

const params = z.object({ dagId: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}",
    scope: "pipelines:read",
    summary: "One pipeline with its head version.",
    params,
    reply: PipelineDetail,
  },
  ({ ctx, params }) => getPipeline(ctx, { dag_id: params.dagId }),
);

export const PUT = route(
  {
    method: "PUT",
    path: "/api/v1/pipelines/{dagId}",
    scope: "pipelines:write",
    summary:
      "Save a new version on top of parent_id (null for a new pipeline); 412 with the head when it has moved.",
    params,
    body: SaveInput.omit({ dag_id: true }),
    example: {
      parent_id: null,
      message: "The first version.",
      spec: {
        dag_id: "hello",
        schedule: { cron: "0 6 * * *", time_zone: "Asia/Seoul" },
        tasks: [
          { task_id: "greet", kind: "bash", command: ["echo", "hello"] },
          { task_id: "report", kind: "bash", command: ["date"], depends_on: ["greet"] },
        ],
      },
    },
    reply: VersionDetail,
  },
  ({ ctx, params, body }) => savePipeline(ctx, { ...body, dag_id: params.dagId }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/pipelines/{dagId}",
    scope: "pipelines:write",
    summary: "Pause or unpause.",
    params,
    body: PauseInput.omit({ dag_id: true }),
    example: { is_paused: true },
    reply: PipelineSummary,
  },
  ({ ctx, params, body }) => setPipelinePaused(ctx, { ...body, dag_id: params.dagId }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/pipelines/{dagId}",
    scope: "pipelines:write",
    summary:
      "Delete a pipeline with its versions, backfills and runs, and all that hangs on them. 409 while a run or a backfill is active, and while its file is in the pipelines folder. A token needs runs:write too. It cannot be undone.",
    description:
      "Answers at once: the pipeline is paused, and a long job takes it away, however many runs it has. GET /api/v1/long-jobs/{id} tells how far that is.",
    params,
    reply: LongJobStarted,
    status: 202,
  },
  ({ ctx, params }) => deletePipeline(ctx, { dag_id: params.dagId }),
);
