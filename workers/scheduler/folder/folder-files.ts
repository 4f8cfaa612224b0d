import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { because } from "@/lib/platform/reasons";
import { FileProblem } from "./file-problem";

export type FolderFile = {
  /** Relative to the pipeline's folder, with forward slashes. */
  path: string;
  absolute: string;
  sizeBytes: number;
  isExecutable: boolean;
  /** Changes with the file. */
  stamp: string;
};

/** What a version's code may hold. Data belongs into objects: a bundle travels to every worker. */
export const BUNDLE_LIMITS = { files: 2_000, bytes: 32 * 1024 * 1024, depth: 16 } as const;

const SKIPPED =
  /^(?:\..*|node_modules|__pycache__|__tests__|tests|.*\.(?:test|spec)\.[cm]?[jt]sx?|test_.*\.py|.*_test\.py|.*\.pyc)$/;
/** Not part of any pipeline's code: dot files, packages, caches and tests. */
export const isSkipped = (name: string): boolean => SKIPPED.test(name);

/** Files of feature definitions, by their path in the pipelines folder. */
const DEFINITIONS = /^(?:[^/]+\/)?[^/]+\.features\.ya?ml$|^[^/]+\/features\.ya?ml$/;
export const isDefinitionFile = (path: string): boolean => !path.startsWith(".") && DEFINITIONS.test(path);

/** Every file of a pipeline's folder, by path. Throws FileProblem where a limit is passed or a link leads away. */
export async function listFiles(root: string, folder: string): Promise<FolderFile[]> {
  const files: FolderFile[] = [];
  let bytes = 0;
  await refuseLinkedFolder(join(root, folder), folder);
  async function walk(dir: string, depth: number): Promise<void> {
    if (depth > BUNDLE_LIMITS.depth)
      throw new FileProblem(
        `${folder}/${dir} is nested deeper than ${BUNDLE_LIMITS.depth} folders`,
        because("folder_too_deep", { path: `${folder}/${dir}`, maximum: BUNDLE_LIMITS.depth }),
      );
    const entries = await readdir(join(root, folder, dir), { withFileTypes: true }).catch(
      (error: unknown) => {
        throw readable(error, `${folder}/${dir}`);
      },
    );
    for (const entry of entries) {
      if (isSkipped(entry.name)) continue;
      const path = dir === "" ? entry.name : `${dir}/${entry.name}`;
      if (isDefinitionFile(`${folder}/${path}`)) continue;
      if (entry.isDirectory()) {
        await walk(path, depth + 1);
        continue;
      }
      const file = await fileOf(root, join(root, folder, path), path);
      if (!file) continue;
      files.push(file);
      bytes += file.sizeBytes;
      if (files.length > BUNDLE_LIMITS.files)
        throw new FileProblem(
          `the folder ${folder} holds more than ${BUNDLE_LIMITS.files} files. Only code belongs beside a pipeline; data belongs into objects.`,
          because("folder_many_files", { folder, maximum: BUNDLE_LIMITS.files }),
        );
      if (bytes > BUNDLE_LIMITS.bytes)
        throw new FileProblem(
          `the folder ${folder} holds more than ${BUNDLE_LIMITS.bytes} bytes (${path} is the one too many). Only code belongs beside a pipeline; data belongs into objects.`,
          because("folder_too_large", { folder, path, maximum: BUNDLE_LIMITS.bytes }),
        );
    }
  }
  await walk("", 1);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Null when it is no regular file, or gone since it was listed. A link may lead to another file of the pipelines folder. */
export async function fileOf(root: string, absolute: string, path: string): Promise<FolderFile | null> {
  try {
    const own = await lstat(absolute);
    if (own.isSymbolicLink() && !isInside(await realpath(root), await realpath(absolute)))
      throw new FileProblem(
        `${path} is a link to somewhere outside the pipelines folder. Copy the file instead.`,
        because("link_outside", { path }),
      );
    const info = await stat(absolute, { bigint: true });
    if (own.isSymbolicLink() && info.isDirectory())
      throw new FileProblem(
        `${path} is a link to a folder. Links to folders are not followed; copy it instead.`,
        because("link_to_folder", { path }),
      );
    if (!info.isFile()) return null;
    return {
      path,
      absolute,
      sizeBytes: Number(info.size),
      isExecutable: (Number(info.mode) & 0o111) !== 0,
      stamp: `${info.size} ${info.mtimeNs} ${info.ctimeNs} ${info.ino}`,
    };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw readable(error, path);
  }
}

/** These are the file's own; of anything else (a disk that is away) we know nothing, and try again. */
const OF_THE_FILE = new Set(["EACCES", "EPERM", "ELOOP", "ENAMETOOLONG", "EISDIR"]);

/** What keeps one file from being read is a problem of that file and must not keep others from being loaded. */
export function readable(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (!code || !OF_THE_FILE.has(code)) return error;
  return new FileProblem(
    `${path} cannot be read (${code})`,
    because("file_unreadable", { path, said: code }),
  );
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The bytes; FileProblem when it has grown past `mostBytes`. */
export async function readWithin(file: FolderFile, mostBytes: number): Promise<Buffer> {
  const tooLarge = (bytes: number) =>
    new FileProblem(
      `${file.path} has ${bytes} bytes; at most ${mostBytes} are allowed`,
      because("file_too_large", { path: file.path, bytes, maximum: mostBytes }),
    );
  if (file.sizeBytes > mostBytes) throw tooLarge(file.sizeBytes);
  const bytes = await readFile(file.absolute).catch((error: unknown) => {
    throw readable(error, file.path);
  });
  if (bytes.length > mostBytes) throw tooLarge(bytes.length);
  return bytes;
}

export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

async function refuseLinkedFolder(absolute: string, folder: string): Promise<void> {
  if ((await lstat(absolute)).isSymbolicLink())
    throw new FileProblem(
      `${folder} is a link to a folder. Links to folders are not followed; copy it instead.`,
      because("link_to_folder", { path: folder }),
    );
}
