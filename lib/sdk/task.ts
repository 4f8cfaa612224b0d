/**
 * The module "gwanje/task" of task code: reads the input, writes the result, accesses objects and artifacts, and asks the
 * feature store and endpoints. Uses the data plane with the attempt's own token; nothing needs to be configured.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import { DataPlaneError, request } from "./task/data-plane";
import { environment } from "./task/environment";
import { type ObjectInfo, storageAt } from "./task/storage";

export { DataPlaneError } from "./task/data-plane";
export type { TaskEnvironment } from "./task/environment";
export { features, type TrainingSet } from "./task/features";
export { type Answer, type Batch, type Feedback, predictions } from "./task/predictions";
export type { Body, ObjectInfo, PutOptions } from "./task/storage";
export { environment };

export type TaskInput = {
  /** The run's parameters, checked against the pipeline's JSON Schema. */
  params: Record<string, unknown>;
  /** By upstream task id: the value that it passed to `result`. */
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

/** JSON turns NaN and infinity into null, and its readers change integers beyond 2^53. */
function exactly(key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  const place = key === "" ? "" : ` at "${key}"`;
  if (!Number.isFinite(value)) throw new Error(`The result holds ${value}${place}, which JSON cannot hold.`);
  if (/^-?\d+$/.test(String(value)) && !Number.isSafeInteger(value)) {
    throw new Error(`The result holds ${value}${place}, too large to be exact: give it as text.`);
  }
  return value;
}

/** Sets the value that downstream tasks find in `input().inputs`. The last call wins. */
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

/** Ends the task as skipped; tasks downstream are skipped too. */
export function skip(reason: string): never {
  console.log(`Skipped: ${reason}`);
  process.exit(SKIPPED);
}

/** Ends the task as failed. With `retry: false` it is not retried. */
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
  /** The URI of an object, for results and documents. */
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
  /** All objects under a prefix, fetched page by page. */
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
