import type { Progress } from "./schema";

const GAP_MS = 1_000;
/** Of what people read, and of what a later attempt goes on from. */
const MOST_MESSAGE = 200;
const MOST_CHECKPOINT_BYTES = 64 * 1024;

export type Report = { progress: Progress; checkpoint: string | null };

/**
 * Writes how far a run is, at most once a second, the newest only. `write` returns false when the row is somebody else's;
 * what it throws is forgotten, as the next write says the same and more.
 */
export function createReporter(
  before: Progress | null,
  { write, lost }: { write(report: Report): Promise<boolean>; lost(): void },
) {
  let progress: Progress = before ?? { done: 0, total: null, unit: null, message: null };
  let checkpoint: string | null = null;
  let isNews = false;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;

  async function writeNews(): Promise<void> {
    if (!isNews) return;
    isNews = false;
    writtenAt = performance.now();
    const report = { progress, checkpoint };
    try {
      if (!(await write(report))) lost();
    } catch {
      isNews = true;
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeNews);
    return writing;
  }

  return {
    report(now: Partial<Progress> & { done: number }, kept?: unknown): void {
      progress = {
        ...progress,
        ...now,
        message: (now.message ?? progress.message)?.slice(0, MOST_MESSAGE) ?? null,
      };
      if (kept !== undefined) checkpoint = checkpointText(kept);
      isNews = true;
      const waitMs = writtenAt + GAP_MS - performance.now();
      timer ??= setTimeout(() => void flush(), Math.max(0, waitMs));
    },
    flush,
    stop: () => clearTimeout(timer),
  };
}

function checkpointText(kept: unknown): string {
  const text = JSON.stringify(kept);
  if (Buffer.byteLength(text) > MOST_CHECKPOINT_BYTES)
    throw new Error(
      `A checkpoint may have ${MOST_CHECKPOINT_BYTES} bytes; keep where to go on, not what was done`,
    );
  return text;
}
