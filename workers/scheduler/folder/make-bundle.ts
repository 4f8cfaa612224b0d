import { join } from "node:path";
import { checkSqlFile } from "@/lib/pipelines";
import type { BundleFile, DagSpec } from "@/lib/pipelines/schema";
import { sha256Hex } from "@/lib/platform/crypto";
import { because } from "@/lib/platform/reasons";
import { compileTask } from "./compile";
import { FileProblem } from "./file-problem";
import type { Candidate } from "./find-pipelines";
import { BUNDLE_LIMITS, readWithin } from "./folder-files";
import { packTar, type TarFile } from "./tar";

export type Bundle = { tar: Buffer; files: BundleFile[] };

/** Where a worker finds the compiled form of a node task's script; agreed with workers/tasks. */
const compiledPath = (script: string): string => `.gwanje/node/${script.replace(/\.[^./]+$/, "")}.mjs`;

/**
 * The code of a version: every file of the pipeline's folder, and each node task's script compiled. Null for a pipeline
 * without a folder. Throws FileProblem naming the task's field when a script is not there or does not compile.
 */
export async function makeBundle(root: string, candidate: Candidate, spec: DagSpec): Promise<Bundle | null> {
  const { folder, files } = candidate;
  const scripts = scriptsOf(spec);
  for (const { field, path, taskId } of scripts) {
    if (folder !== null && files.some((file) => file.path === path)) continue;
    const name = `${JSON.stringify(taskId)} names ${JSON.stringify(path)}`;
    const home = `<name>/pipeline.${candidate.path.split(".").at(-1)}`;
    throw folder === null
      ? new FileProblem(
          `${name}, but a pipeline that is a single file has no other files. Move it to ${home} and put the script beside it.`,
          because("script_without_folder", { task: taskId, path, home }),
          { field },
        )
      : new FileProblem(
          `${name}, which is not a file of the folder ${folder}`,
          because("script_not_there", { task: taskId, path, folder }),
          { field },
        );
  }
  if (folder === null) return null;
  const own: TarFile[] = await Promise.all(
    files.map(async (file) => ({
      path: file.path,
      bytes: await readWithin(file, BUNDLE_LIMITS.bytes),
      isExecutable: file.isExecutable,
    })),
  );
  for (const { field, path, taskId } of scripts.filter(({ isSql }) => isSql)) {
    const text = new TextDecoder().decode(own.find((file) => file.path === path)?.bytes);
    const problem = checkSqlFile(text, taskId);
    if (problem) throw new FileProblem(problem.detail, problem, { field });
  }
  const compiled = await compileAll(root, folder, scripts);
  return {
    tar: await packTar([...own, ...compiled]),
    files: own.map(({ path, bytes }) => ({ path, size_bytes: bytes.byteLength, sha256: sha256Hex(bytes) })),
  };
}

async function compileAll(root: string, folder: string, scripts: readonly Script[]): Promise<TarFile[]> {
  const from = new Map<string, Script>();
  for (const script of scripts.filter(({ isNode }) => isNode)) {
    const target = compiledPath(script.path);
    const other = from.get(target)?.path ?? script.path;
    if (other !== script.path)
      throw new FileProblem(
        `${other} and ${script.path} differ only in their endings. Rename one of them.`,
        because("script_names_clash", { path: script.path, other }),
        { field: script.field },
      );
    from.set(target, script);
  }
  const source = { folder: join(root, folder), shown: folder };
  return Promise.all(
    [...from].map(async ([path, script]) => ({
      path,
      bytes: Buffer.from(
        await compileTask({ ...source, file: script.path }, join(source.folder, path)).catch(
          (error: unknown) => {
            throw error instanceof FileProblem ? error.at({ ...error.place, field: script.field }) : error;
          },
        ),
      ),
      isExecutable: false,
    })),
  );
}

type Script = { path: string; field: string; taskId: string; isNode: boolean; isSql: boolean };

function scriptsOf(spec: DagSpec): Script[] {
  return spec.tasks.flatMap((task, i) => {
    const name = task.kind === "sql" ? "file" : "script";
    const path = task.kind === "sql" ? task.file : "script" in task ? task.script : null;
    if (path === null) return [];
    const field = `/tasks/${i}/${name}`;
    const of = { isNode: task.kind === "node", isSql: task.kind === "sql" };
    return [{ path: normal(path), field, taskId: task.task_id, ...of }];
  });
}

/** "./a//b.ts" is the file "a/b.ts". */
function normal(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}
