import { route } from "@/lib/http/route";
import { replayPredictions } from "@/lib/predictions";
import { ReplayAnswer, ReplayInput } from "@/lib/predictions/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/predictions/replay",
    scope: "predictions:read",
    summary: "The last answers of an endpoint, answered again by a version.",
    description:
      "Up to 100, with the features that they had. Without `version` each by the version that answered it. The answer says of each whether it is the same bit for bit, and which values differ.",
    body: ReplayInput,
    example: { endpoint: "flight-delay", last: 20, version: 4 },
    reply: ReplayAnswer,
  },
  ({ ctx, body }) => replayPredictions(ctx, body),
);
