import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEndpoint } from "@/lib/endpoints";
import { registry } from "@/lib/endpoints/testing";
import type { Engine } from "@/lib/features";
import { testEngine } from "@/lib/features/testing";
import { workOff } from "@/lib/long-jobs/testing";
import { newId } from "@/lib/platform/ids";
import { withFolder } from "@/lib/point-in-time/testing";
import { type FileStores, testCtx } from "@/lib/testing";
import { batchLane, batchOutput, batchPreparation, getBatchPrediction, startBatch } from "./index";
import { fileKey } from "./keys";
import type { BatchInput } from "./schema";

type Files = Parameters<ReturnType<typeof registry>["version"]>[1];

let made = 0;

/** For tests: endpoints, and batch predictions that are worked off in this process. */
export function batches(stores: FileStores) {
  const engine: Engine = testEngine();
  const { model, version } = registry(stores);
  const person = newId("usr");
  const ctx = () => testCtx(stores, "everything", { id: person });
  const kinds = () => [batchPreparation(engine), batchLane, batchOutput(engine)];

  const endpoint = async (files: Files, more: object = {}) => {
    made += 1;
    const name = `batch-${made}`;
    const registered = await model();
    await version(registered, files);
    const variant = { model: registered, version: 1 };
    await createEndpoint(ctx(), { name, variant, deadline_ms: 30_000, ...more });
    return { name, model: registered };
  };

  /** Puts the file into the bucket and asks for its rows. */
  const start = async (endpointName: string, text: string | Uint8Array, more: Partial<BatchInput> = {}) => {
    const { format = "csv", ...rest } = more;
    made += 1;
    const key = `rows/${made}.${format}`;
    await stores.storage.putBytes(key, text);
    const path = `s3://${stores.storage.bucket}/${key}`;
    return startBatch(ctx(), { endpoint: endpointName, source: { path }, format, ...rest });
  };
  /** Its parts are there, and no job has taken one. */
  const prepare = () => workOff(stores, [batchPreparation(engine)]);
  const ended = async (id: string, by: FileStores = stores) => {
    await workOff(by, kinds());
    return getBatchPrediction(ctx(), { id });
  };
  const objectOf = async (id: string, file: "output" | "errors" | "manifest") => {
    const bytes = await stores.storage.getBytes(fileKey(id, file));
    if (!bytes) throw new Error(`There is no ${file}`);
    return bytes;
  };
  /** Rows of the output as JSON texts of their values. */
  const outputOf = async (id: string): Promise<Record<string, unknown>[]> => {
    const bytes = await objectOf(id, "output");
    return withFolder(async ({ dir, rows }) => {
      await writeFile(join(dir, "output.parquet"), bytes);
      const found = await rows(`SELECT to_json(t)::VARCHAR FROM read_parquet('${dir}/output.parquet') t`);
      return found.map(([text]) => JSON.parse(String(text)));
    });
  };
  return { endpoint, start, prepare, ended, objectOf, outputOf, ctx };
}
