import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { because } from "@/lib/platform/reasons";
import { FileProblem } from "./file-problem";
import {
  codeOf,
  type FolderFile,
  fileOf,
  isDefinitionFile,
  isSkipped,
  listFiles,
  readable,
} from "./folder-files";

/** A file that declares a pipeline, and the folder whose files are its code (null: it stands alone). */
export type Candidate = {
  /** Relative to the pipelines folder: "hello.yaml", "flights/pipeline.ts". */
  path: string;
  folder: string | null;
  files: readonly FolderFile[];
  /** Changes whenever any of the files does. */
  fingerprint: string;
  /** Known before anything is read, such as two definitions in one folder. */
  problem: FileProblem | null;
};

const DEFINITION = /^(?!.*\.(?:test|spec|d)\.).+\.(?:ts|yaml|yml)$/;
const IN_FOLDER = ["pipeline.ts", "pipeline.yaml", "pipeline.yml"];

/** Everything of the folder that is, or tries to be, a pipeline, by path. A folder that does not exist holds nothing. */
export async function findPipelines(root: string): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const name of await namesIn(root)) {
    if (isSkipped(name) || isDefinitionFile(name)) continue;
    let inside: string[] = [];
    try {
      inside = await namesIn(join(root, name));
    } catch (error) {
      found.push(unreadable(readable(error, name), name));
      continue;
    }
    const definitions = IN_FOLDER.filter((file) => inside.includes(file));
    const [definition] = definitions;
    if (definition) found.push(await inFolder(root, name, definitions, definition));
    else if (DEFINITION.test(name)) {
      const one = await alone(root, name);
      if (one) found.push(one);
    }
  }
  return found;
}

async function inFolder(
  root: string,
  folder: string,
  definitions: string[],
  definition: string,
): Promise<Candidate> {
  const path = `${folder}/${definition}`;
  const clash =
    definitions.length > 1
      ? new FileProblem(
          `the folder ${folder} holds ${definitions.join(" and ")}. Keep one of them.`,
          because("folder_two_pipelines", { folder, files: definitions.join(", ") }),
        )
      : null;
  try {
    const files = await listFiles(root, folder);
    return { path, folder, files, fingerprint: fingerprintOf(files), problem: clash };
  } catch (error) {
    return { ...unreadable(clash ?? error, path), folder };
  }
}

async function alone(root: string, path: string): Promise<Candidate | null> {
  try {
    const file = await fileOf(root, join(root, path), path);
    return file && { path, folder: null, files: [file], fingerprint: fingerprintOf([file]), problem: null };
  } catch (error) {
    return unreadable(error, path);
  }
}

function unreadable(error: unknown, path: string): Candidate {
  if (!(error instanceof FileProblem)) throw error;
  return { path, folder: null, files: [], fingerprint: `problem ${error.message}`, problem: error };
}

function fingerprintOf(files: readonly FolderFile[]): string {
  return files.map((file) => `${file.path} ${file.stamp}`).join("\n");
}

/** Sorted; a file, or nothing at all, holds no names. */
async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).sort();
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return [];
    throw error;
  }
}
