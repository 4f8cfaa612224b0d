import { route } from "@/lib/http/route";
import { createPool, listPools } from "@/lib/settings";
import { PoolInput, PoolList, PoolView } from "@/lib/settings/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pools",
    scope: "settings:read",
    summary: "Every pool by name, with the slots in use and the tasks that wait at this moment.",
    reply: PoolList,
  },
  ({ ctx }) => listPools(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/pools",
    scope: "settings:write",
    summary:
      "Add a pool: at most `slots` slots of its tasks run at a time, over all pipelines (-1: no limit).",
    body: PoolInput,
    example: { name: "gpu", slots: 2, description: "One slot a card." },
    reply: PoolView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createPool(ctx, body),
);
