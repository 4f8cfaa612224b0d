import { filesOf, ownersOf, ownersWithin, type RemovalScope, weighRemoval } from "@/lib/experiments";
import { versionsWithFiles } from "@/lib/models";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { PurgePreview } from "./schema";

/** Files are counted with so many runs and models, so that a preview answers soon. */
const MOST_OWNERS = 300;
const MOST_FILES = 20_000;
const AT_ONCE = 8;
const MOST_VERSIONS = 100;

/** Versions of registered models that need files of the scope. */
async function versionsNeeding(sql: Sql, scope: RemovalScope) {
  const versions = await versionsWithFiles(sql);
  const owners = [...new Set(versions.map(({ owner }) => owner))];
  const within = new Set(owners.length === 0 ? [] : await ownersWithin(sql, scope, owners));
  return versions.filter(({ owner }) => within.has(owner)).map(({ owner: _, ...version }) => version);
}

export async function refuseNeeded(sql: Sql, scope: RemovalScope): Promise<void> {
  const needed = await versionsNeeding(sql, scope);
  if (needed.length === 0) return;
  const named = needed.slice(0, 10).map(({ name, version }) => `${name} ${version}`);
  const versions = named.join(", ") + (needed.length > named.length ? ", ..." : "");
  throw new ConflictError(
    `${needed.length} versions of registered models have their files here: ${versions}. Delete these versions first.`,
    because("versions_need_files", { count: needed.length, versions }),
  );
}

export async function weigh(
  ctx: Ctx,
  scope: RemovalScope,
): Promise<Omit<PurgePreview, "refused"> & { active: number }> {
  const sql = poolSql(ctx.db.pool);
  const { runs, active, points, pointsMore, models, datasets } = await weighRemoval(sql, scope);
  const needed = await versionsNeeding(sql, scope);
  const owners = await ownersOf(sql, scope, MOST_OWNERS + 1);
  const counted = await countFiles(ctx, owners.slice(0, MOST_OWNERS));
  return {
    ...{ runs, active, points, points_more: pointsMore, logged_models: models, datasets },
    ...counted,
    files_more: counted.files_more || owners.length > MOST_OWNERS,
    versions: needed.slice(0, MOST_VERSIONS),
    versions_count: needed.length,
  };
}

async function countFiles({ storage }: Ctx, owners: readonly string[]) {
  const sum = { files: 0, bytes: 0, files_more: false };
  const left = [...owners];
  const count = async () => {
    for (let owner = left.pop(); owner !== undefined; owner = left.pop()) {
      let cursor: string | undefined;
      do {
        if (sum.files >= MOST_FILES) {
          sum.files_more = true;
          return;
        }
        const page = await storage.list(filesOf(owner), cursor === undefined ? {} : { cursor });
        sum.files += page.objects.length;
        sum.bytes += page.objects.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, count));
  return sum;
}
