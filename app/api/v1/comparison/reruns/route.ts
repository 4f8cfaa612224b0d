import { rerun } from "@/lib/comparison";
import { RerunBody, RerunReply } from "@/lib/comparison/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/comparison/reruns",
    scope: "runs:write",
    summary:
      "Start the pipeline that made a run again: as it was, with one value of another run, or with edits.",
    description:
      "Version, code, parameters and data interval are those of the run, except for `change`. The new run of the pipeline is remembered, so that a comparison of both runs tells of it in `reruns`. With `dry_run` nothing is started.",
    body: RerunBody,
    example: {
      run_id: "0199f2d0c4c87f7d9b1a3c5e7f90a1b2",
      other_run_id: "0199f2d0c4c87f7d9b1a3c5e7f90a1b3",
      change: { kind: "param", name: "learning_rate" },
      dry_run: true,
    },
    reply: RerunReply,
  },
  ({ ctx, body }) => rerun(ctx, body),
);
