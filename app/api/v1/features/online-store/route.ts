import { getOnlineStore } from "@/lib/features";
import { OnlineStoreState } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/online-store",
    scope: "features:read",
    summary:
      "How each feature view stands in the online store: rows, freshness, and what was lost and is restored.",
    description:
      "When Redis has lost what it was given, that is found within seconds, and every view that has a data source is materialised again by itself. Rows are counted every five minutes.",
    reply: OnlineStoreState,
  },
  ({ ctx }) => getOnlineStore(ctx, {}),
);
