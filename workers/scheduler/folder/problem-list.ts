import { clearImportErrors, reportImportError } from "@/lib/pipelines";
import type { Ctx } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import type { FileProblem } from "./file-problem";
import type { Candidate } from "./find-pipelines";
import { isDefinitionFile } from "./folder-files";

/** Where problems of the folder itself are listed. */
const FOLDER = ".";

/** The files that are listed as broken: read once a round, and kept up to date by what is written here. */
export function createProblemList(ctx: Ctx) {
  let listed = new Set<string>();

  async function drop(files: readonly string[]): Promise<void> {
    if (files.length === 0) return;
    await clearImportErrors(ctx, files);
    for (const file of files) listed.delete(file);
  }

  async function write(file: string, problem: FileProblem, of: { dagId: string | null; sha: string }) {
    const { line = null, column = null, field = null } = problem.place;
    const { message, reason, more } = problem;
    const what = { filePath: file, line, column, field, message, reason, more };
    listed.add(file);
    if (await reportImportError(ctx, { ...what, dagId: of.dagId, fileSha: of.sha }))
      ctx.log.warn({ file, line, reason: message }, "pipeline file does not load");
  }

  /** A pipeline's problem may be listed under any file of its folder. */
  async function clear({ path, folder }: Candidate, but: string | null = null): Promise<void> {
    const isOf = (file: string) => file === path || isInFolder(file, folder);
    await drop([...listed].filter((file) => file !== but && isOf(file)));
  }

  return {
    begin(files: readonly string[]) {
      listed = new Set(files);
    },
    clear,
    async report(candidate: Candidate, problem: FileProblem, dagId: string | null): Promise<void> {
      const { file = candidate.path } = problem.place;
      await clear(candidate, file);
      await write(file, problem, { dagId, sha: sha256Hex(candidate.fingerprint) });
    },
    /** Null: the folder is as it should be. */
    async reportFolder(problem: FileProblem | null): Promise<void> {
      if (problem) await write(FOLDER, problem, { dagId: null, sha: "" });
      else if (listed.has(FOLDER)) await drop([FOLDER]);
    },
    /** Problems of files that are gone are nobody's. */
    async dropAllBut(found: readonly Candidate[]): Promise<void> {
      const isThere = (file: string) =>
        found.some(({ path, folder }) => file === path || isInFolder(file, folder));
      await drop([...listed].filter((file) => file !== FOLDER && !isThere(file)));
    },
  };
}

/** A file of feature definitions is no part of the pipeline beside it. */
const isInFolder = (file: string, folder: string | null) =>
  folder !== null && file.startsWith(`${folder}/`) && !isDefinitionFile(file);
