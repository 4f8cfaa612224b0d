import { read } from "@/lib/verbs";
import { parseQuery } from "./query/parse";
import { type LogArrivals, LogTailQuery } from "./schema";
import { logStoreOf } from "./stores";
import { viewOf } from "./view";

export type LogTail = {
  /** What arrived since the last look; null when nothing did. */
  look(): Promise<LogArrivals | null>;
  /** Where another tail goes on; null where that cannot be said. */
  position(): string | null;
};

/** New records that match a search, in the order of their arrival, from now on or from a position. */
export const openLogTail = read("logs:read", LogTailQuery, async (ctx, input): Promise<LogTail> => {
  const query = parseQuery(input.q);
  const tail = await logStoreOf(ctx).tail({ query, position: input.position ?? null });
  return {
    async look() {
      const arrived = await tail.look();
      return arrived && { ...arrived, data: arrived.data.map(viewOf) };
    },
    position: tail.position,
  };
});
