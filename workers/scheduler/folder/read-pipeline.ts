import { join } from "node:path";
import { because } from "@/lib/platform/reasons";
import { compilePipeline } from "./compile";
import type { Declared } from "./declared";
import { evaluate } from "./evaluate";
import { FileProblem } from "./file-problem";
import type { Candidate } from "./find-pipelines";
import { readWithin } from "./folder-files";
import { locateInSource } from "./locate-in-source";
import { readYaml } from "./read-yaml";

const MOST_SOURCE_BYTES = 1024 * 1024;

/** What a definition file says; throws FileProblem. TypeScript is run, in a process that can reach nothing. */
export async function readPipeline(root: string, candidate: Candidate): Promise<Declared> {
  if (candidate.problem) throw candidate.problem;
  const name = candidate.folder === null ? candidate.path : candidate.path.slice(candidate.folder.length + 1);
  const file = candidate.files.find(({ path }) => path === name);
  if (!file) {
    const said = "ENOENT";
    throw new FileProblem("the file cannot be read", because("file_unreadable", { path: name, said }));
  }
  const text = textOf(await readWithin(file, MOST_SOURCE_BYTES));
  if (!name.endsWith(".ts")) return readYaml(text);
  const source = { folder: join(root, candidate.folder ?? ""), shown: candidate.folder, file: name };
  const raw = await evaluate(await compilePipeline(source)).catch((error: unknown) => {
    throw error instanceof FileProblem ? placed(error, text) : error;
  });
  return { raw, text, locate: (pointer) => locateInSource(text, raw, pointer) };
}

/** With the line of the field that is named, where no line is known. */
function placed(problem: FileProblem, text: string): FileProblem {
  const { field, line } = problem.place;
  if (field === undefined || line !== undefined) return problem;
  return problem.at({ ...problem.place, ...locateInSource(text, null, field) });
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FileProblem("the file is not UTF-8 text", because("file_not_text"));
  }
}
