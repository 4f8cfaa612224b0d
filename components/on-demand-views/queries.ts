import { api, replyOf } from "@/lib/client/api";
import type { OnDemandResult } from "@/lib/features/schema";

export type Computation = {
  inputs: Record<string, string>;
  request: readonly { name: string; type: string }[];
  features: readonly { name: string; type: string; expression: string }[];
};

export const tryOnDemand = (body: Computation & { values: Record<string, unknown> }) =>
  api.post("/features/on-demand-trials", replyOf<typeof OnDemandResult>(), { body });
