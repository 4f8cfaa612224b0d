import { lookUpFeatures } from "@/lib/features";
import { FeatureAnswer, FeatureLookUp } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/look-up",
    scope: "features:read",
    summary: "What is served of features for up to 20 entities, with event times, ages and statuses.",
    description:
      "For people: the same values and statuses as POST /feature/get-online-features of the serving process, view by view. Send features or feature_service. Changes nothing.",
    body: FeatureLookUp,
    example: { entities: { driver_id: [1001] }, feature_service: "driver_activity" },
    reply: FeatureAnswer,
  },
  ({ ctx, body }) => lookUpFeatures(ctx, body),
);
