/** A pipeline of the database that a file owns. */
export type FilePipeline = { dagId: string; filePath: string | null; isStale: boolean };
/** One that no file declares any more. `isOther`: its file is there, and declares another pipeline now. */
export type GonePipeline = FilePipeline & { isOther: boolean };

/** How long a pipeline must be gone when that may be a disk that is not mounted, or a folder that is not the right one. */
export const CONFIRM_MS = 10 * 60_000;

const MOST_AT_ONCE = 1;
/** More than half of them, and more than one. */
const isMost = (some: number, all: number): boolean => some > MOST_AT_ONCE && some * 2 > all;

/**
 * Which pipelines are retired. One that this process had from a file and lost is retired at once; one that it never had
 * only when it stays away, because another scheduler's folder may be the right one. When most of what it had is lost
 * together, the folder is doubted and not the pipelines: they go when that has lasted.
 */
export function createRetirement() {
  const seen = new Set<string>();
  const missedSince = new Map<string, number>();
  return {
    sawLoaded(dagId: string): void {
      seen.add(dagId);
    },
    /** Of `live` pipelines these are gone. `now` is of a clock that nobody sets, in ms. */
    decide(live: readonly FilePipeline[], gone: readonly GonePipeline[], now: number) {
      const missed = new Set(gone.map(({ dagId }) => dagId));
      for (const dagId of missedSince.keys()) if (!missed.has(dagId)) missedSince.delete(dagId);
      for (const dagId of missed) if (!missedSince.has(dagId)) missedSince.set(dagId, now);
      const had = (some: readonly FilePipeline[]) => some.filter(({ dagId }) => seen.has(dagId));
      const isMostLost = isMost(had(gone).length, had(live).length);
      const retire = gone.filter(({ dagId, isOther }) => {
        const isSure = isOther || (seen.has(dagId) && !isMostLost);
        return isSure || now - (missedSince.get(dagId) ?? now) >= CONFIRM_MS;
      });
      return { retire, isDoubtful: isMost(gone.length, live.length) && retire.length < gone.length };
    },
  };
}
