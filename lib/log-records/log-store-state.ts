import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { AppError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { EMBEDDED_CEILING, type LogStoreState } from "./schema";
import { logStoreKind, logStoreOf } from "./stores";

const DAY_MS = 86_400_000;
/** GWANJE_LOG_DAYS of this process. */
const Setting = z.object({ kept_days: z.number() });

/** Which log store there is, whether it answers, and how full it is. One that is away is an answer too. */
export const readLogStore = read(
  "settings:read",
  Setting,
  async (ctx, { kept_days }): Promise<LogStoreState> => {
    const kind = logStoreKind(ctx);
    const common = {
      kind,
      kept_days: kind === "victorialogs" ? null : kept_days,
      ceiling: kind === "postgres" ? EMBEDDED_CEILING : null,
    };
    try {
      return { ...common, available: true, problem: null, reason: null, size: await sizeOf(ctx) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { code, values = {} } = error.extra.reason ?? { code: error.code };
      return { ...common, available: false, problem: error.message, reason: { code, values }, size: null };
    }
  },
);

async function sizeOf(ctx: Ctx) {
  const store = logStoreOf(ctx);
  const now = ctx.clock.now().getTime();
  const day = { from: new Date(now - DAY_MS).toISOString(), to: new Date(now).toISOString() };
  const [size, { counts, extent }] = await Promise.all([store.size(), store.countServices(day)]);
  return {
    ...size,
    last_day: counts.reduce((sum, { count }) => sum + count, 0),
    first_at: extent?.first.toISOString() ?? null,
  };
}
