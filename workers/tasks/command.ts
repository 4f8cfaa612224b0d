import type { TaskSpec } from "@/lib/pipelines/schema";
import { fill, type TemplateValues } from "./template";

/** This worker cannot run the task; the text says what is missing. */
export class UnsupportedError extends Error {}

/** The argv of a task, or null when there is nothing to start. */
export function commandOf(task: TaskSpec, values: TemplateValues): string[] | null {
  if (task.secrets.length > 0) throw unsupported(`a ${task.kind} task with "secrets"`);
  switch (task.kind) {
    case "empty":
      return null;
    case "bash":
      if (task.script !== null) throw unsupported('a bash task with "script" (use "command")');
      return task.command.map((part) => fill(part, values));
    case "python":
      if (task.module === null) throw unsupported('a python task with "script" (use "module")');
      return ["python3", "-m", task.module, ...task.args.map((part) => fill(part, values))];
    default:
      throw unsupported(`a task of kind "${task.kind}"`);
  }
}

function unsupported(what: string): UnsupportedError {
  return new UnsupportedError(
    `This worker cannot run ${what}. It runs bash with "command", python with "module", and empty.`,
  );
}
