import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Ctx } from "@/lib/platform/context";
import { NotFoundError } from "@/lib/platform/errors";
import type { QueryJob } from "@/lib/point-in-time/schema";
import { type OpenConnection, readConnection } from "@/lib/settings";
import type { SourceRow } from "../repository/sources";
import { LIMITS } from "../values";
import { askChild, type Engine } from "./child";
import { type Fetched, fetchFiles, refused } from "./fetch-files";

/** Puts what a data source has into a folder, under names that begin with `prefix`: its files, or what its query gives. */
export function sourceFiles(
  engine: Engine,
  ctx: Ctx,
  dir: string,
  prefix: string,
  source: SourceRow,
  signal: AbortSignal,
): Promise<Fetched> {
  const { name, format, path, connection, query } = source;
  if (format !== "postgres")
    return fetchFiles(ctx.storage, dir, prefix, { name, format, path: path ?? "" }, signal);
  return queried(
    engine,
    ctx,
    dir,
    `${prefix}.csv`,
    { name, connection: connection ?? "", query: query ?? "" },
    signal,
  );
}

type Query = { name: string; connection: string; query: string };

async function queried(
  engine: Engine,
  ctx: Ctx,
  dir: string,
  output: string,
  source: Query,
  signal: AbortSignal,
): Promise<Fetched> {
  const work: QueryJob = {
    kind: "query",
    source: source.name,
    connection: await addressOf(ctx, source),
    query: source.query,
    output,
    timeoutMs: engine.deadlineMs,
    mostRows: LIMITS.sourceRows,
    mostBytes: LIMITS.sourceBytes,
  };
  for await (const _ of askChild(engine, dir, work, signal));
  const file = join(dir, output);
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash, { signal });
  const { size } = await stat(file);
  return {
    files: { format: "csv", names: [output], hasMarkedNulls: true },
    stamps: [{ key: `postgres:${source.connection}`, etag: hash.digest("hex"), size_bytes: size }],
  };
}

async function addressOf(ctx: Ctx, { name, connection }: Query): Promise<QueryJob["connection"]> {
  const found = await readConnection(ctx, connection).catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    throw refused(
      `${name}: there is no connection ${JSON.stringify(connection)}. An admin adds it under Settings.`,
    );
  });
  if (found.type !== "postgres")
    throw refused(
      `${name}: the connection ${JSON.stringify(connection)} is of type ${found.type}, not postgres.`,
    );
  return { ...address(found, name), sslmode: sslmodeOf(found) };
}

/** A path would be a socket of this machine, such as the one behind which our own database lies. */
function address({ host, port, login, database, password }: OpenConnection, name: string) {
  if (host === null || host === "" || host.includes("/"))
    throw refused(`${name}: its connection has no host name. Write one, such as db.example.com.`);
  return { host, port: port ?? 5432, login, database, password };
}

const sslmodeOf = ({ extra }: OpenConnection) => (typeof extra.sslmode === "string" ? extra.sslmode : null);
