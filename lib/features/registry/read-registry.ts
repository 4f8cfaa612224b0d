import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { poolSnapshot, type Sql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { listEntityRows } from "../repository/entities";
import { listOnDemandRows } from "../repository/on-demand-views";
import { listServiceRows } from "../repository/services";
import { readRevision } from "../repository/snapshot";
import { listSourceRows } from "../repository/sources";
import { listViewRows } from "../repository/views";
import { type Everything, registryBytes } from "./build-registry";

/** Of the registry in the bucket, and of one that is asked for without a name. */
export const PROJECT = "gwanje";

/** As Feast takes them. */
const ProjectName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, {
  error: "must be letters, digits, _ and -, and begin with a letter or digit",
});
export const RegistryQuestion = z.object({ project: ProjectName.default(PROJECT) });

/** The present registry, with all objects in this project. */
export const getRegistry = read("features:read", RegistryQuestion, async (ctx, { project }) => {
  const { bytes } = await presentRegistry(ctx, project);
  return bytes;
});

export async function presentRegistry({ db, storage }: Ctx, project: string) {
  const all = await poolSnapshot(db.pool, everything);
  const bytes = registryBytes(all, { project, bucket: storage.bucket });
  return { revision: all.revision, bytes };
}

async function everything(sql: Sql): Promise<Everything> {
  return {
    revision: await readRevision(sql),
    entities: await listEntityRows(sql),
    sources: await listSourceRows(sql),
    views: await listViewRows(sql),
    onDemandViews: await listOnDemandRows(sql),
    services: await listServiceRows(sql),
  };
}
