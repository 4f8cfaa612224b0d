import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AttemptErrorCode } from "@/lib/runs/values";

/** A failure with a message for people and a stable code. */
export class JobError extends Error {
  constructor(
    readonly code: AttemptErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Runs one of our own programs as a task's process. The job file is deleted once read, because it may hold a password;
 * result and failure are files too.
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

/** NaN, infinity and infinite dates of a database become text, because JSON would make them null. */
export function resultText(result: unknown): string {
  return JSON.stringify(result, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
}

/** The guarantee: only the worker of the same build writes this file, from the same type. */
function readJob<Job>(file: string): Job {
  return JSON.parse(readFileSync(file, "utf8")) as Job;
}
