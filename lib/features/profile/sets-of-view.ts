import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { trainingSetKey } from "../offline/training-set-keys";
import { listSetsOfView, type SetOfView } from "../repository/training-sets";
import { TrainingSetManifest } from "../schema";

const SHOWN = 20;

/** Training sets that were asked for features of a view, the newest first; or the one of an id, if it is there. */
export const setsOfView = ({ db }: Pick<Ctx, "db">, view: string, id: string | null): Promise<SetOfView[]> =>
  listSetsOfView(poolSql(db.pool), { view, id, limit: SHOWN });

/** The column of each feature of a view that a training set has: names may be prefixed by the view's. Null where it is not there. */
export async function viewColumns(
  { storage }: Pick<Ctx, "storage">,
  id: string,
  view: string,
): Promise<ReadonlyMap<string, string> | null> {
  const bytes = await storage.getBytes(trainingSetKey(id, "manifest.json"));
  if (!bytes) return null;
  const { views } = TrainingSetManifest.parse(JSON.parse(bytes.toString("utf8")));
  const features = views.find(({ name }) => name === view)?.features ?? [];
  return new Map(features.flatMap(({ name, column }) => (column === null ? [] : [[name, column] as const])));
}
