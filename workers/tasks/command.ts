import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TaskSpec } from "@/lib/pipelines/schema";
import { CodeError } from "./code-cache";
import { fill, type TemplateValues } from "./template";

type CommandTask = Extract<TaskSpec, { kind: "bash" | "python" | "node" }>;

/** The argv of a task that runs the author's code. `codeDir` is null for a version without a bundle. */
export function commandOf(
  task: CommandTask,
  values: TemplateValues,
  codeDir: string | null,
): readonly string[] {
  const filled = (parts: readonly string[]) => parts.map((part) => fill(part, values));
  switch (task.kind) {
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
  }
}

/** The path of a node task's script as the loader compiled it. */
function bundledScript(script: string): string {
  return `.gwanje/node/${script.replace(/\.[^./]+$/, "")}.mjs`;
}

/** Throws CodeError with advice. */
export function inBundle(codeDir: string | null, path: string): string {
  if (codeDir === null) {
    throw new CodeError(
      `The task runs "${path}", but this version has no code: a pipeline with scripts is a folder of pipelines/.`,
    );
  }
  const file = join(codeDir, path);
  if (!existsSync(file)) throw new CodeError(`The code of this version holds no "${path}".`);
  return file;
}
