import type { Attempted } from "./attempt";
import type { Job } from "./define-job";
import type { Notes } from "./loop";
import type { JobNews } from "./repository";
import { sentenceOf } from "./sentence";

/** Of one job, in ms of a clock that nobody sets. */
type Entry = {
  startedAt: number | null;
  endedAt: number | null;
  tookMs: number | null;
  outcome: JobNews["outcome"];
  error: string | null;
  runs: number;
  failed: number;
  failuresInRow: number;
  nextAt: number | null;
  isOurs: boolean;
};

export type Book = Notes & {
  /** Everything about the jobs that this process has, as of now. Writes one after the other; never throws. */
  flush(): Promise<void>;
  /** In ms; infinite before the first success. */
  sinceSuccess(name: string): number;
};

type Pages = {
  jobs: readonly Job[];
  process: string;
  monotonic(): number;
  write(news: readonly JobNews[]): Promise<void>;
  failed(error: unknown): void;
};

/**
 * Keeps what is told of the jobs of a process, and writes it at once where the outcome of one changes. The rest is written
 * with the next flush: a job that runs forty times a second costs no row each time.
 */
export function createBook({ jobs, process, monotonic, write, failed }: Pages): Book {
  const entries = new Map(jobs.map((job) => [job.name, newEntry()]));
  const successes = new Map<string, number>();
  let writing: Promise<void> = Promise.resolve();

  function entryOf({ name }: Job): Entry {
    const known = entries.get(name) ?? newEntry();
    entries.set(name, known);
    return known;
  }

  async function writeAll(): Promise<void> {
    const taken = jobs.map((job) => ({ job, entry: entryOf(job) })).filter(({ entry }) => entry.isOurs);
    if (taken.length === 0) return;
    const news = taken.map(({ job, entry }) => newsOf(job, entry, process, monotonic()));
    for (const { entry } of taken) Object.assign(entry, { runs: 0, failed: 0 });
    try {
      await write(news);
    } catch (error) {
      taken.forEach(({ entry }, at) => {
        entry.runs += news[at]?.runs ?? 0;
        entry.failed += news[at]?.failed ?? 0;
      });
      failed(error);
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(writeAll);
    return writing;
  }

  function tell(entry: Entry, outcome: Entry["outcome"], error: string | null): void {
    const isNews = entry.outcome !== outcome;
    Object.assign(entry, { outcome, error });
    if (isNews) void flush();
  }

  return {
    flush,
    sinceSuccess: (name) => monotonic() - (successes.get(name) ?? Number.NEGATIVE_INFINITY),
    began(job) {
      Object.assign(entryOf(job), { startedAt: monotonic(), isOurs: true });
    },
    stuck(job, error) {
      tell(entryOf(job), "stuck", sentenceOf(error));
    },
    ended(job, attempted: Attempted, failuresInRow) {
      const entry = entryOf(job);
      const now = monotonic();
      Object.assign(entry, {
        endedAt: now,
        tookMs: Math.round(now - (entry.startedAt ?? now)),
        failuresInRow,
      });
      entry.isOurs = true;
      if (attempted.outcome === "stopped") return;
      entry.runs += 1;
      if (attempted.outcome === "failed") {
        entry.failed += 1;
        return tell(entry, "failed", sentenceOf(attempted.error));
      }
      successes.set(job.name, now);
      tell(entry, "succeeded", null);
    },
    nextIn(job, ms) {
      const entry = entryOf(job);
      const isNew = !entry.isOurs;
      Object.assign(entry, { nextAt: monotonic() + ms, isOurs: true });
      if (isNew) void flush();
    },
    stoodBy(job) {
      entryOf(job).isOurs = false;
    },
  };
}

function newEntry(): Entry {
  return {
    startedAt: null,
    endedAt: null,
    tookMs: null,
    outcome: null,
    error: null,
    runs: 0,
    failed: 0,
    failuresInRow: 0,
    nextAt: null,
    isOurs: false,
  };
}

function newsOf(job: Job, entry: Entry, process: string, now: number): JobNews {
  const since = (at: number | null) => (at === null ? null : now - at);
  return {
    name: job.name,
    place: placeOf(job, process),
    process,
    everyMs: "cron" in job ? null : job.everyMs,
    cron: "cron" in job ? job.cron : null,
    timeZone: "cron" in job ? job.timeZone : null,
    startedAgo: since(entry.startedAt),
    endedAgo: since(entry.endedAt),
    tookMs: entry.tookMs,
    outcome: entry.outcome,
    error: entry.error,
    runs: entry.runs,
    failed: entry.failed,
    failuresInRow: entry.failuresInRow,
    nextIn: entry.nextAt === null ? null : entry.nextAt - now,
  };
}

/** A job that one process at a time runs has one row, which goes on from process to process. */
export function placeOf({ scope }: Job, process: string): string {
  return scope === "everywhere" ? process : "";
}
