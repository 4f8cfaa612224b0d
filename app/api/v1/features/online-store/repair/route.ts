import { repairOnlineStore } from "@/lib/features";
import { OnlineRepair, RepairInput } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/online-store/repair",
    scope: "features:write",
    summary: "Restore the online store: materialise views again with all that may still be served.",
    description:
      "Some views, or all. A long job each does it, one of a view at a time: a view that is being materialised is restored after that (is_waiting). not_restored says what no file has: rows that were pushed have to be pushed again. GET /api/v1/features/online-store tells how far it is.",
    body: RepairInput,
    example: { views: ["driver_hourly_stats"] },
    reply: OnlineRepair,
    status: 202,
  },
  ({ ctx, body }) => repairOnlineStore(ctx, body),
);
