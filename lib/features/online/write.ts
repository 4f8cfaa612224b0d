import { forbidden, recordDenied } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { parseInput } from "@/lib/verbs";
import { OnlineWrite, PushedRows } from "../schema";
import { columnsOf } from "./columns";
import type { Definitions, KnownView } from "./definitions";
import { withDefinitions } from "./definitions-cache";
import { writeRows } from "./store";
import { writtenRows } from "./written-rows";

/** Rows of one view. It returns when they are in the online store; there is no audit row, machines send them by the thousand. */
export async function writeOnlineFeatures(ctx: Ctx, raw: unknown): Promise<void> {
  await mayWrite(ctx);
  const { feature_view_name: name, df } = parseInput(OnlineWrite, raw);
  await write(ctx, df, ({ views }) => views.get(name) ?? missing("feature view", name));
}

/** Rows of the view that has this push source. */
export async function pushFeatures(ctx: Ctx, raw: unknown): Promise<void> {
  await mayWrite(ctx);
  const { push_source_name: name, df, to } = parseInput(PushedRows, raw);
  if (to !== "online")
    throw InvalidError.field(
      "/to",
      `Only the online store is there: send "to": "online".`,
      because("invalid_value", { allowed: "online" }),
    );
  await write(ctx, df, ({ viewsBySource }) => viewsBySource.get(name) ?? missing("push source", name));
}

async function write(
  ctx: Ctx,
  df: Record<string, unknown[]>,
  viewOf: (definitions: Definitions) => KnownView,
): Promise<void> {
  const columns = columnsOf(df);
  const nowUs = ctx.clock.now().getTime() * 1_000;
  const rows = await withDefinitions(ctx.db, (definitions) =>
    writtenRows(viewOf(definitions), columns, nowUs),
  );
  await writeRows(ctx.redis, rows);
}

async function mayWrite(ctx: Ctx): Promise<void> {
  if (ctx.actor.permissions.has("features:write")) return;
  await recordDenied(ctx, "features:write");
  throw forbidden(ctx.actor, "features:write");
}

function missing(kind: string, name: string): never {
  throw new NotFoundError(kind, name);
}
