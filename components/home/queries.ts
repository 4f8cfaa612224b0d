import { queryOptions } from "@tanstack/react-query";
import type { TimeRange } from "@/components/time/range";
import { api, replyOf } from "@/lib/client/api";
import type { HomeReply } from "@/lib/home/schema";

export const homeQueries = {
  summary: ({ from, to, resolve }: TimeRange) =>
    queryOptions({
      queryKey: ["home", "summary", { from, to }],
      queryFn({ signal }) {
        const { start, end } = resolve(new Date());
        return api.get("/home", replyOf<typeof HomeReply>(), {
          query: { start: start.toISOString(), end: end.toISOString() },
          signal,
        });
      },
    }),
};
