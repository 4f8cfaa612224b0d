import type { Ctx } from "@/lib/platform/context";
import { FileProfile } from "@/lib/point-in-time/schema";

const folder = (id: string) => `features/training-sets/${id}`;
export const dataKey = (id: string) => `${folder(id)}/data.parquet`;

/** What was counted when the training set was written; null for one that is not there, or older than this. */
export async function keptProfile(
  { storage }: Pick<Ctx, "storage">,
  id: string,
): Promise<FileProfile | null> {
  const bytes = await storage.getBytes(`${folder(id)}/profile.json`);
  return bytes ? FileProfile.parse(JSON.parse(bytes.toString())) : null;
}

/** The training set that one of these sources of datasets is; null where none is one of ours. */
export function trainingSetOf(sources: readonly string[], bucket: string): string | null {
  for (const source of sources) {
    const [, named, id] =
      /s3:\/\/([^/\s"]+)\/features\/training-sets\/([A-Za-z0-9_]{1,100})\//.exec(source) ?? [];
    if (named === bucket && id !== undefined) return id;
  }
  return null;
}
