import type { Place } from "./file-problem";

/**
 * Where in a TypeScript file a field of the spec was probably written. The spec is made by running the file, so there
 * is no exact answer: of a task, the first place that quotes its id; of a field of the pipeline, the first that names it.
 */
export function locateInSource(
  source: string,
  raw: unknown,
  pointer: string,
): Pick<Place, "line" | "column"> {
  const [first, index] = pointer.split("/").slice(1);
  const taskId = first === "tasks" ? taskIdAt(raw, Number(index)) : undefined;
  const at = taskId === undefined ? fieldIn(source, first) : quotedIn(source, taskId);
  if (at < 0) return {};
  const before = source.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function quotedIn(source: string, text: string): number {
  const found = ['"', "'", "`"].map((quote) => source.indexOf(quote + text + quote)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

function fieldIn(source: string, name: string | undefined): number {
  return name && /^\w+$/.test(name) ? source.search(new RegExp(`\\b${name}\\b\\s*[:,]`)) : -1;
}

function taskIdAt(raw: unknown, index: number): string | undefined {
  const tasks: unknown = typeof raw === "object" && raw !== null ? Reflect.get(raw, "tasks") : undefined;
  const task: unknown = Array.isArray(tasks) ? tasks[index] : undefined;
  const id: unknown = typeof task === "object" && task !== null ? Reflect.get(task, "task_id") : undefined;
  return typeof id === "string" && id !== "" ? id : undefined;
}
