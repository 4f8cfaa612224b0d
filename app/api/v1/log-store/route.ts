import * as z from "zod";
import { route } from "@/lib/http/route";
import { readLogStore } from "@/lib/log-records";
import { LogStoreState } from "@/lib/log-records/schema";
import { env } from "@/lib/platform/env";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-store",
    scope: "settings:read",
    summary: "Where log records are kept, whether that store answers, and how full it is.",
    query: z.object({}),
    reply: LogStoreState,
  },
  ({ ctx }) => readLogStore(ctx, { kept_days: env().GWANJE_LOG_DAYS }),
);
