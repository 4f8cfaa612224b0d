import type { Sql } from "@/lib/platform/db";
import { tasksOfVersion, type VersionTasks } from "./repository/attempts";

const VERSIONS = 100;

/** A task as its version has it, and the zone of the version's days. */
type PinnedTask = { task: unknown; timeZone: string };
export type SpecCache = { taskOf(sql: Sql, versionId: string, taskId: string): Promise<PinnedTask> };

/** The specs of the versions used last. Versions never change, so what was read once stays right. */
export function createSpecCache(): SpecCache {
  const versions = new Map<string, Promise<VersionTasks>>();
  return {
    async taskOf(sql, versionId, taskId) {
      const version = versions.get(versionId) ?? tasksOfVersion(sql, versionId);
      versions.delete(versionId);
      versions.set(versionId, version);
      version.catch(() => versions.delete(versionId));
      for (const oldest of versions.keys()) if (versions.size > VERSIONS) versions.delete(oldest);
      const { tasks, timeZone } = await version;
      return { task: tasks.get(taskId), timeZone };
    },
  };
}
