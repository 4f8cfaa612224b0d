import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { applyDefinitions, definitionFiles, retireDefinitions } from "@/lib/features";
import type { Ctx } from "@/lib/platform/context";
import type { Declared } from "./declared";
import { FileProblem } from "./file-problem";
import type { Candidate } from "./find-pipelines";
import { codeOf, fileOf, isDefinitionFile, isSkipped } from "./folder-files";
import type { createProblemList } from "./problem-list";
import { inWords, isOurFault, unforeseen } from "./problem-words";
import { readPipeline } from "./read-pipeline";
import { createRetirement } from "./retire";

type Problems = ReturnType<typeof createProblemList>;
type Known = { candidate: Candidate; declared: Declared | null; isLoaded: boolean };

/**
 * Files of feature definitions: `<name>.features.yaml` in the pipelines folder or in a folder of it, and `features.yaml` in a
 * folder of it. Each is applied whole or not at all, as often as another one may have mended it.
 */
export function createDefinitionFiles(ctx: Ctx, root: string, problems: Problems, monotonic: () => number) {
  const known = new Map<string, Known>();
  const retirement = createRetirement();
  return {
    /** Whether nothing has changed since they were looked at. */
    isQuiet(found: readonly Candidate[]): boolean {
      return (
        found.length === known.size &&
        found.every(({ path, fingerprint }) => known.get(path)?.candidate.fingerprint === fingerprint)
      );
    },
    async look(found: readonly Candidate[]): Promise<void> {
      const present = new Set(found.map(({ path }) => path));
      for (const path of known.keys()) if (!present.has(path)) known.delete(path);
      for (const candidate of found)
        if (known.get(candidate.path)?.candidate.fingerprint !== candidate.fingerprint)
          known.set(candidate.path, { candidate, declared: null, isLoaded: false });
      // What one file declares may be what another one waits for.
      for (let isProgress = true; isProgress; ) {
        isProgress = false;
        for (const path of present) {
          const one = known.get(path);
          if (one && !one.isLoaded && (await load(one, present))) isProgress = true;
        }
      }
      await retire(present);
    },
  };

  /** Returns whether it has loaded. Throws what a store or the disk threw. */
  async function load(one: Known, present: ReadonlySet<string>): Promise<boolean> {
    const { candidate } = one;
    const declared = one.declared ?? (await read(candidate));
    try {
      if (declared instanceof FileProblem) throw declared;
      one.declared = declared;
      const rivals = [...present].filter((path) => path !== candidate.path);
      const { changed } = await applyDefinitions(ctx, {
        path: candidate.path,
        rivals,
        definitions: inputOf(declared.raw),
      });
      if (changed.length > 0) ctx.log.info({ file: candidate.path, changed }, "feature definitions loaded");
    } catch (error) {
      const problem = inWords(error, within(declared)) ?? (isOurFault(error) ? unforeseen(error) : null);
      if (!problem) throw error;
      const field = problem.place.field?.replace(DEFINITIONS, "");
      await problems.report(candidate, problem.at({ ...problem.place, field }), null);
      return false;
    }
    one.isLoaded = true;
    retirement.sawLoaded(candidate.path);
    await problems.clear(candidate);
    return true;
  }

  async function read(candidate: Candidate): Promise<Declared | FileProblem> {
    return readPipeline(root, candidate).catch((error: unknown) => {
      if (error instanceof FileProblem) return error;
      throw error;
    });
  }

  async function retire(present: ReadonlySet<string>): Promise<void> {
    const live = (await definitionFiles(ctx)).map((path) => ({
      dagId: path,
      filePath: path,
      isStale: false,
    }));
    const gone = live.flatMap((one) => (present.has(one.filePath) ? [] : [{ ...one, isOther: false }]));
    const decided = retirement.decide(live, gone, monotonic());
    for (const { filePath } of decided.retire) if (filePath) await retireDefinitions(ctx, { path: filePath });
  }
}

/** Every file of definitions, by path. A file that cannot be read has a problem. */
export async function findDefinitionFiles(root: string): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const name of await namesIn(root)) {
    if (isDefinitionFile(name)) found.push(...(await candidate(root, name)));
    if (isSkipped(name)) continue;
    for (const inside of await namesIn(join(root, name)))
      if (isDefinitionFile(`${name}/${inside}`)) found.push(...(await candidate(root, `${name}/${inside}`)));
  }
  return found;
}

async function candidate(root: string, path: string): Promise<Candidate[]> {
  const one = { path, folder: null };
  try {
    const file = await fileOf(root, join(root, path), path);
    if (!file) return [];
    return [{ ...one, files: [file], fingerprint: `${path} ${file.stamp}`, problem: null }];
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return [{ ...one, files: [], fingerprint: `problem ${error.message}`, problem: error }];
  }
}

/** Sorted; what is no folder, or may not be read, holds no names: the pipelines' look says so. */
async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).sort();
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES", "EPERM"].includes(codeOf(error) ?? "")) return [];
    throw error;
  }
}

const DEFINITIONS = /^\/definitions/;

/** Refusals name fields of what is applied, of which the file is a part. */
function within(declared: Declared | FileProblem): Declared | FileProblem {
  if (declared instanceof FileProblem) return declared;
  return { ...declared, locate: (pointer) => declared.locate(pointer.replace(DEFINITIONS, "")) };
}

/** The guarantee: applyDefinitions parses it. */
const inputOf = (raw: unknown) => raw as Parameters<typeof applyDefinitions>[1]["definitions"];
