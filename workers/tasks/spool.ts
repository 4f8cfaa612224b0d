import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Things on disk that a store did not take; they outlive this process and are delivered by whoever starts next. */
export type Spool = {
  keep(name: string, value: unknown): Promise<void>;
  drop(name: string): Promise<void>;
  /** By name, in order. What is not readable is left where it is. */
  names(): Promise<string[]>;
  read(name: string): Promise<unknown>;
  /** Keeps it in the folder `aside`, out of the way of the others. */
  setAside(name: string): Promise<void>;
};

/** `dir` below GWANJE_HOME; names are ids, never what a task or a person chose. */
export function createSpool(dir: string): Spool {
  const fileOf = (name: string) => join(dir, `${name}.json`);
  return {
    async keep(name, value) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      // Whole or not at all, also when we are killed here.
      const draft = join(dir, `.${randomUUID()}`);
      await writeFile(draft, JSON.stringify(value), { mode: 0o600 });
      await rename(draft, fileOf(name));
    },
    drop: (name) => rm(fileOf(name), { force: true }),
    async names() {
      const files = await readdir(dir).catch(() => []);
      return files.flatMap((file) => (/^[^.].*\.json$/.test(file) ? [file.slice(0, -5)] : [])).sort();
    },
    async setAside(name) {
      await mkdir(join(dir, "aside"), { recursive: true, mode: 0o700 });
      await rename(fileOf(name), join(dir, "aside", `${name}.json`));
    },
    read: async (name) => JSON.parse(await readFile(fileOf(name), "utf8")),
  };
}
