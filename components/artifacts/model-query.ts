import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { ModelFacts } from "@/lib/experiments/schema";

/** What the model in a folder says of itself. `modelPath` is the API's, below /api/v1. */
export const modelQuery = (modelPath: string, path: string) =>
  queryOptions({
    queryKey: ["experiments", "model", modelPath, path],
    queryFn: ({ signal }) => api.get(modelPath, replyOf<typeof ModelFacts>(), { query: { path }, signal }),
    retry: false,
  });
