import { defineJob } from "@/lib/jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { isPublished, markPublished } from "../repository/revision";
import { PROJECT, presentRegistry } from "./read-registry";

/** Where clients with access to the bucket find it. */
export const REGISTRY_KEY = "features/registry.db";

/** A change is there within two seconds: one until the next look, and one to write. */
const LOOK_MS = 1_000;
const TIMEOUT_MS = 60_000;

/** Stores the registry when a definition was changed since it was last stored. Returns whether it did. */
export async function publishRegistry(ctx: Ctx): Promise<boolean> {
  const sql = poolSql(ctx.db.pool);
  if (await isPublished(sql)) return false;
  const { revision, bytes } = await presentRegistry(ctx, PROJECT);
  await ctx.storage.putBytes(REGISTRY_KEY, Buffer.from(bytes), "application/octet-stream");
  await markPublished(sql, revision);
  return true;
}

/** One process at a time, so that an older registry never comes after a newer one. */
export const registryJob = defineJob({
  name: "feature-registry",
  everyMs: LOOK_MS,
  timeoutMs: TIMEOUT_MS,
  scope: "one at a time",
  async run({ ctx }) {
    await publishRegistry(ctx);
    return undefined;
  },
});
