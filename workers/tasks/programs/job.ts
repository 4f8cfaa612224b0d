import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AttemptErrorCode } from "@/lib/runs/values";

/** What went wrong in words for a person, with a stable code for programs. */
export class JobError extends Error {
  constructor(
    readonly code: AttemptErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Runs one of our own programs as a task's process: the job comes in a file that is gone once read (it may hold a
 * password), the result and a failure leave by files too.
 */
export async function runJob<Job>(work: (job: Job) => Promise<unknown>): Promise<void> {
  const { GWANJE_JOB_FILE = "", GWANJE_RESULT_FILE = "", GWANJE_ERROR_FILE = "" } = process.env;
  const job = readJob<Job>(GWANJE_JOB_FILE);
  rmSync(GWANJE_JOB_FILE, { force: true });
  try {
    writeFileSync(GWANJE_RESULT_FILE, resultText(await work(job)));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const code = error instanceof JobError ? error.code : "task_error";
    writeFileSync(GWANJE_ERROR_FILE, JSON.stringify({ code, detail }));
    process.exitCode = 1;
  }
}

/** A database has NaN and endless numbers and times, of which JSON would make null: they stay what they are, as text. */
export function resultText(result: unknown): string {
  return JSON.stringify(result, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
}

/** The guarantee: the worker of the same build wrote the file from the same type, and nobody else could. */
function readJob<Job>(file: string): Job {
  return JSON.parse(readFileSync(file, "utf8")) as Job;
}
