import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Data that a store did not take, kept on disk until this or a later process delivers it. */
export type Spool = {
  keep(name: string, value: unknown): Promise<void>;
  drop(name: string): Promise<void>;
  /** Entries sorted by name; unreadable ones are skipped. */
  names(): Promise<string[]>;
  read(name: string): Promise<unknown>;
  /** Moves it to the folder `aside`. */
  setAside(name: string): Promise<void>;
};

/** `dir` below GWANJE_HOME; names are ids, never what a task or a person chose. */
export function createSpool(dir: string): Spool {
  const fileOf = (name: string) => join(dir, `${name}.json`);
  return {
    async keep(name, value) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      // Atomic, even if we are killed here.
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
