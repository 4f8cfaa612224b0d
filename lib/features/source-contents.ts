import { readHead } from "@/lib/artifacts";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { objectPlace } from "./object-place";
import { objectsOf } from "./objects-of";
import { findSource } from "./repository/sources";
import { SourceFileQuery } from "./schema";
import { ByName } from "./terms";
import { LIMITS, type SourceFormat } from "./values";

/** What a data source's path has at this moment. A query has no files. */
export const listSourceFiles = read("features:read", ByName, async (ctx, { name }) => {
  const place = await placeOf(ctx, name);
  const found = place ? await objectsOf(ctx.storage, place) : [];
  const above = place ? folderOf(ctx, place.path) : "";
  return {
    data: found.slice(0, LIMITS.sourceFiles).map(({ key, size_bytes }) => ({
      path: key.slice(above.length),
      size_bytes,
    })),
    size_bytes: found.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
    is_cut: found.length > LIMITS.sourceFiles,
  };
});

const OneFile = ByName.extend({ path: SourceFileQuery.shape.path });

/** The key of one of them, for streaming. */
export const openSourceFile = read("features:read", OneFile, (ctx, input) => fileOf(ctx, input));

/** Its beginning: rows of CSV; of parquet only that it is that. */
export const readSourceFileHead = read(
  "features:read",
  OneFile.extend({ as: SourceFileQuery.shape.as }),
  async (ctx, { name, path, as }) => {
    const { key } = await fileOf(ctx, { name, path });
    const address = path.split("/").map(encodeURIComponent).join("/");
    const downloadUrl = `/data/downloads/feature-sources/${encodeURIComponent(name)}/${address}`;
    return readHead(ctx.storage, { key, path, downloadUrl }, as);
  },
);

/** Only what a materialisation would read: other objects have permissions of their own. */
async function fileOf(ctx: Ctx, { name, path }: { name: string; path: string }) {
  const place = await placeOf(ctx, name);
  const above = place ? folderOf(ctx, place.path) : "";
  const key = above + path;
  const isPart = place?.path.endsWith("/")
    ? key.endsWith(`.${place.format}`)
    : place !== null && objectPlace(place.path, ctx.storage.bucket, "/path").key === key;
  if (!isPart) throw new NotFoundError("file of this data source", path);
  objectPlace(`s3://${ctx.storage.bucket}/${key}`, ctx.storage.bucket, "/path");
  return { key, path };
}

async function placeOf(ctx: Ctx, name: string): Promise<{ path: string; format: SourceFormat } | null> {
  const source = await findSource(poolSql(ctx.db.pool), name);
  if (!source) throw new NotFoundError("data source", name);
  return source.format === "postgres" || source.path === null
    ? null
    : { path: source.path, format: source.format };
}

/** What the key of each file begins with, up to a slash. */
function folderOf(ctx: Ctx, path: string): string {
  const { key } = objectPlace(path, ctx.storage.bucket, "/path");
  return key.slice(0, key.lastIndexOf("/") + 1);
}
