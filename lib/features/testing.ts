import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { ObjectStore } from "@/lib/platform/storage";
import { withFolder } from "@/lib/point-in-time/testing";
import { bundle } from "@/scripts/bundle.mjs";
import type { Engine } from "./offline/child";

/** Builds the process that reads files, inside the repository, so that it finds packages. Read the engine inside tests. */
export function testEngine(): Engine {
  const engine: Engine = { program: "", memoryMb: 256, threads: 1, deadlineMs: 120_000 };
  let folder = "";
  beforeAll(async () => {
    const parent = join(process.cwd(), ".test");
    await mkdir(parent, { recursive: true });
    folder = await mkdtemp(join(parent, "feature-query-"));
    await bundle([join(process.cwd(), "workers", "feature-query.ts")], folder);
    engine.program = join(folder, "feature-query.js");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return engine;
}

/** Stores what a SELECT gives as a file; its format is that of the key. */
export function putRows(storage: ObjectStore, key: string, select: string): Promise<void> {
  const name = key.endsWith(".csv") ? "rows.csv" : "rows.parquet";
  return withFolder(async ({ dir, file }) => {
    await file(name, select);
    await storage.putBytes(key, await readFile(join(dir, name)));
  });
}
