import * as z from "zod";
import { type AllowList, parseAllowList } from "@/lib/platform/address";
import type { Ctx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { RateLimitedError } from "@/lib/platform/errors";
import { hotWrite, read } from "@/lib/verbs";
import { readConnection } from "../connections";
import type { ConnectionTest } from "../schema";
import { attempt } from "./attempt";

const TIMEOUT_MS = 10_000;
/** Tests of a person in a minute: each opens a connection from here. */
const MOST = 10;
const WINDOW_SECONDS = 60;

const ById = z.strictObject({ id: z.string().max(200) });
const openConnection = read("settings:write", ById, (ctx, { id }) => readConnection(ctx, id));

const recordTest = hotWrite(
  "settings:write",
  ById.extend({ code: z.string(), took_ms: z.number() }),
  async ({ input: { id, code, took_ms }, audit }) =>
    audit("connection.test", { target: { type: "connection", id }, detail: { code, took_ms } }, undefined),
);

/** Connects with what is stored, as a task would, and says how it went. No transaction is open meanwhile. */
export async function testConnection(
  ctx: Ctx,
  input: { id: string },
  allow: AllowList = parseAllowList(env().GWANJE_FETCH_ALLOW),
): Promise<ConnectionTest> {
  const connection = await openConnection(ctx, input);
  await refuseTooMany(ctx);
  const startedAt = performance.now();
  const outcome = await attempt(connection, { allow, timeoutMs: TIMEOUT_MS });
  const took_ms = Math.round(performance.now() - startedAt);
  await recordTest(ctx, { ...input, code: outcome.code, took_ms });
  return { ok: outcome.code === "connected", took_ms, ...outcome };
}

/** Without Redis tests are limited as all calls that change something. */
async function refuseTooMany({ redis, clock, actor }: Ctx): Promise<void> {
  const second = Math.floor(clock.now().getTime() / 1_000);
  const key = `gwanje:connection-test:${actor.id}:${Math.floor(second / WINDOW_SECONDS)}`;
  const replies = await redis
    .multi()
    .incr(key)
    .expire(key, 2 * WINDOW_SECONDS)
    .exec()
    .catch(() => null);
  const wait = WINDOW_SECONDS - (second % WINDOW_SECONDS);
  if (Number(replies?.[0]?.[1] ?? 0) > MOST)
    throw new RateLimitedError(`More than ${MOST} tests in a minute. Try again in ${wait} s.`, wait);
}
