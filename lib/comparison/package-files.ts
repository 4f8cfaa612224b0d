import { artifactKey, checkPath } from "@/lib/experiments";
import type { Ctx } from "@/lib/platform/context";
import { condaEnvironment, type Environment, pythonVersion, requirements } from "./packages";
import type { Head } from "./repository/heads";
import { MODELS_TAG } from "./run-facts";
import { headOfFile } from "./text-head";

/** A file of packages that is longer is read so far only. */
const MOST_BYTES = 256 * 1024;
/** So many runs at once, so that one comparison does not take every connection to the store. */
const AT_ONCE = 32;

/**
 * The packages of each run, from the files that MLflow writes beside its latest model, else from those of its own
 * artifacts. A run without such files has none.
 */
export async function environmentsOf(ctx: Ctx, heads: readonly Head[]): Promise<Environment[]> {
  const found: Environment[] = [];
  let next = 0;
  const reader = async () => {
    for (let at = next++; at < heads.length; at = next++) {
      const head = heads[at];
      if (head) found[at] = await environmentOf(ctx, head);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return found;
}

/** A run that logged no model is asked for one file only: most have none. */
async function environmentOf(ctx: Ctx, head: Head): Promise<Environment> {
  const folder = folderOf(head);
  const read = (name: string) => headOfFile(ctx.storage, folder.keyOf(name), MOST_BYTES);
  const [pip, python] = await Promise.all([
    read("requirements.txt"),
    folder.isModel ? read("python_env.yaml") : null,
  ]);
  const isWhole = pip !== null && python !== null;
  const conda = isWhole || !(folder.isModel || pip) ? null : await read("conda.yaml");
  const fromConda = conda === null ? null : condaEnvironment(conda.text);
  return {
    packages: pip === null ? (fromConda?.packages ?? new Map()) : requirements(pip.text),
    python: (python && pythonVersion(python.text)) ?? fromConda?.python ?? null,
  };
}

function folderOf(head: Head): { isModel: boolean; keyOf: (name: string) => string } {
  const { id: runId, modelId } = head;
  if (modelId !== null) return { isModel: true, keyOf: (path) => artifactKey({ modelId, path }) };
  const folder = loggedModelFolder(head.tags[MODELS_TAG]);
  return {
    isModel: folder !== null,
    keyOf: (name) => artifactKey({ runId, path: folder === null ? name : `${folder}/${name}` }),
  };
}

/** MLflow 2 lists a run's models in a tag, the oldest first. A client may have written anything there. */
function loggedModelFolder(tag: string | undefined): string | null {
  if (tag === undefined) return null;
  try {
    const models: unknown = JSON.parse(tag);
    const last: unknown = Array.isArray(models) ? models.at(-1) : null;
    if (typeof last !== "object" || last === null || !("artifact_path" in last)) return null;
    return typeof last.artifact_path === "string" ? checkPath(last.artifact_path) : null;
  } catch {
    return null;
  }
}
