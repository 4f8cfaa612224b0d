import type { Sql } from "@/lib/platform/db";
import { tasksOfVersion, type VersionTasks } from "./repository/attempts";

const VERSIONS = 100;

/** A task's part of the spec, and the time zone of the version's schedule. */
type PinnedTask = { task: unknown; timeZone: string };
export type SpecCache = { taskOf(sql: Sql, versionId: string, taskId: string): Promise<PinnedTask> };

/** Keeps the most recently used versions. A version never changes, so an entry never becomes stale. */
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
