/**
 * "gwanje/task": what the code of a task uses to read its input, leave its result, and reach objects and artifacts.
 * Everything goes through the data plane with the attempt's own token; there is nothing to configure.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import { DataPlaneError, request } from "./task/data-plane";
import { environment } from "./task/environment";
import { type ObjectInfo, storageAt } from "./task/storage";

export { DataPlaneError } from "./task/data-plane";
export type { TaskEnvironment } from "./task/environment";
export type { Body, ObjectInfo, PutOptions } from "./task/storage";
export { environment };

export type TaskInput = {
  /** The run's parameters, checked against the pipeline's JSON Schema. */
  params: Record<string, unknown>;
  /** By upstream task id, what it gave to `result`. */
  inputs: Record<string, unknown>;
  run: Record<string, unknown>;
  task: Record<string, unknown>;
};

const SKIPPED = 99;
const NO_RETRY = 98;
const RESULT_LIMIT_BYTES = 1024 * 1024;

export async function input(): Promise<TaskInput> {
  const given: Partial<TaskInput> = JSON.parse(await readFile(environment().inputFile, "utf8"));
  return { params: {}, inputs: {}, run: {}, task: {}, ...given };
}

/** JSON makes null of NaN and infinite numbers, and its readers other numbers of integers beyond 2^53. */
function exactly(key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  const place = key === "" ? "" : ` at "${key}"`;
  if (!Number.isFinite(value)) throw new Error(`The result holds ${value}${place}, which JSON cannot hold.`);
  if (/^-?\d+$/.test(String(value)) && !Number.isSafeInteger(value)) {
    throw new Error(`The result holds ${value}${place}, too large to be exact: give it as text.`);
  }
  return value;
}

/** What the tasks downstream find in `input().inputs`. The last call counts. */
export async function result(value: unknown): Promise<void> {
  const text = JSON.stringify(value, exactly) ?? "null";
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > RESULT_LIMIT_BYTES) {
    throw new Error(
      `The result has ${sizeBytes} bytes, over the limit of ${RESULT_LIMIT_BYTES}: store it as an object and give its key.`,
    );
  }
  const { resultFile } = environment();
  await writeFile(`${resultFile}.part`, text);
  await rename(`${resultFile}.part`, resultFile);
}

/** Ends the task as skipped: the tasks behind it are skipped too. */
export function skip(reason: string): never {
  console.log(`Skipped: ${reason}`);
  process.exit(SKIPPED);
}

/** Ends the task as failed. With `retry: false` it is not tried again, however many retries it has left. */
export function fail(message: string, { retry = true }: { retry?: boolean } = {}): never {
  console.error(`Failed: ${message}`);
  process.exit(retry ? 1 : NO_RETRY);
}

const stored = storageAt("/data/objects");

/** The bucket's objects, by key ("raw/flights/..."). */
export const objects = {
  get: stored.get,
  put: stored.put,
  download: stored.download,
  upload: stored.upload,
  /** How results and documents name an object. */
  url: (key: string) => `s3://${environment().bucket}/${key}`,
  async exists(key: string): Promise<boolean> {
    try {
      await request("HEAD", stored.path(key));
      return true;
    } catch (error) {
      if (error instanceof DataPlaneError && error.status === 404) return false;
      throw error;
    }
  },
  async remove(key: string): Promise<void> {
    await (await request("DELETE", stored.path(key))).arrayBuffer();
  },
  /** Every object under a prefix, page by page. */
  async *list(prefix: string): AsyncGenerator<ObjectInfo> {
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ prefix, ...(cursor !== null && { cursor }) });
      const page: { objects: ObjectInfo[]; next_cursor: string | null } = await (
        await request("GET", `/data/objects?${query}`)
      ).json();
      yield* page.objects;
      cursor = page.next_cursor;
    } while (cursor !== null);
  },
};

const kept = storageAt("/data/artifacts");

/** Files of this attempt, shown on the run's page. */
export const artifacts = {
  get: kept.get,
  put: kept.put,
  upload: kept.upload,
};
