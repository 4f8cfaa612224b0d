import type { Sql } from "@/lib/platform/db";
import { tasksOfVersion } from "./repository";

const VERSIONS = 100;

export type SpecCache = { taskOf(sql: Sql, versionId: string, taskId: string): Promise<unknown> };

/** The specs of the versions used last. Versions never change, so what was read once stays right. */
export function createSpecCache(): SpecCache {
  const versions = new Map<string, Promise<ReadonlyMap<string, unknown>>>();
  return {
    async taskOf(sql, versionId, taskId) {
      const tasks = versions.get(versionId) ?? tasksOfVersion(sql, versionId);
      versions.delete(versionId);
      versions.set(versionId, tasks);
      tasks.catch(() => versions.delete(versionId));
      for (const oldest of versions.keys()) if (versions.size > VERSIONS) versions.delete(oldest);
      return (await tasks).get(taskId);
    },
  };
}
