import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TaskSpec } from "@/lib/pipelines/schema";
import { CodeError } from "./code-cache";
import { fill, type TemplateValues } from "./template";

/** This worker cannot run the task; the text says what is missing. */
export class UnsupportedError extends Error {}

/** The argv of a task, or null when there is nothing to start. `codeDir` is null for a version without a bundle. */
export function commandOf(
  task: TaskSpec,
  values: TemplateValues,
  codeDir: string | null,
): readonly string[] | null {
  if (task.secrets.length > 0) throw unsupported(`a ${task.kind} task with "secrets"`);
  const filled = (parts: readonly string[]) => parts.map((part) => fill(part, values));
  switch (task.kind) {
    case "empty":
      return null;
    case "bash":
      return task.script === null ? filled(task.command) : ["bash", inBundle(codeDir, task.script)];
    case "python":
      return task.script === null
        ? ["python3", "-m", task.module ?? "", ...filled(task.args)]
        : ["python3", inBundle(codeDir, task.script), ...filled(task.args)];
    case "node":
      return [
        process.execPath,
        "--enable-source-maps",
        inBundle(codeDir, bundledScript(task.script)),
        ...filled(task.args),
      ];
    default:
      throw unsupported(`a task of kind "${task.kind}"`);
  }
}

/** Where the loader put what it made of a node task's script. */
function bundledScript(script: string): string {
  return `.gwanje/node/${script.replace(/\.[^./]+$/, "")}.mjs`;
}

function inBundle(codeDir: string | null, path: string): string {
  if (codeDir === null) {
    throw new CodeError(
      `The task runs "${path}", but this version has no code: a pipeline with scripts is a folder of pipelines/.`,
    );
  }
  const file = join(codeDir, path);
  if (!existsSync(file)) throw new CodeError(`The code of this version holds no "${path}".`);
  return file;
}

function unsupported(what: string): UnsupportedError {
  return new UnsupportedError(`This worker cannot run ${what}.`);
}
