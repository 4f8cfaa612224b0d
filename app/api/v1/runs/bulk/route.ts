import { route } from "@/lib/http/route";
import { bulkRuns } from "@/lib/run-bulk";
import { BulkBody, BulkReply } from "@/lib/run-bulk/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/runs/bulk",
    scope: "runs:write",
    summary: "Do the same with many runs; dry_run says what would happen to each.",
    description:
      "At most 500 runs at once. Each run has its own transaction, audit row and result: a refusal of one stops no other. With a filter the newest runs of it are taken, and `left` says how many remain.",
    body: BulkBody,
    example: {
      action: { kind: "rerun_failed", version: "newest" },
      filter: { state: ["failed"] },
      dry_run: true,
    },
    reply: BulkReply,
  },
  ({ ctx, body }) => bulkRuns(ctx, body),
);
