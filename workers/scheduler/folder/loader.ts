import {
  checkPipeline,
  clearImportErrors,
  folderState,
  reportImportError,
  retirePipeline,
  saveFromFile,
  storeBundle,
} from "@/lib/pipelines";
import type { DagSpec } from "@/lib/pipelines/schema";
import type { Ctx } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import type { Declared } from "./declared";
import { FileProblem } from "./file-problem";
import { type Candidate, findPipelines } from "./find-pipelines";
import { makeBundle } from "./make-bundle";
import { readPipeline } from "./read-pipeline";

/** Files read at once: each may be a process. */
const READ_AT_ONCE = 3;
/** A pool or another file may mend what no change of this file would; another loader may have changed the tables. */
const LOOK_AGAIN_MS = 10_000;

/** What this loader made of a file, by path. `dagId` is null while the file has never been read. */
type Known = { candidate: Candidate; declared: Declared | null; dagId: string | null; isLoaded: boolean };

export type Loader = {
  /**
   * One look at the folder: loads what changed. Throws what a store or the disk threw, after every file had its turn;
   * the next look makes up for it.
   */
  look(): Promise<void>;
};

/**
 * Keeps the database like the folder. Every effect may happen twice and from several loaders at once: a version is made
 * under the pipeline's lock and only when it differs, a bundle lies at its content's address, a problem is written once.
 */
export function createLoader(ctx: Ctx, root: string): Loader {
  const known = new Map<string, Known>();
  let lookAgainAt = 0;

  return {
    async look() {
      const found = await findPipelines(root);
      const changed = found.filter(
        ({ path, fingerprint }) => known.get(path)?.candidate.fingerprint !== fingerprint,
      );
      const present = new Set(found.map(({ path }) => path));
      const gone = [...known.keys()].filter((path) => !present.has(path));
      const isQuiet = changed.length === 0 && gone.length === 0;
      if (isQuiet && performance.now() < lookAgainAt) return;
      // Without a database nothing could be kept: no file is run for nothing.
      await folderState(ctx);
      for (const path of gone) known.delete(path);
      const failures: unknown[] = [];
      const attempt = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error));
      for (let i = 0; i < changed.length; i += READ_AT_ONCE) {
        const batch = changed.slice(i, i + READ_AT_ONCE);
        const read = await Promise.allSettled(batch.map((candidate) => readOne(candidate)));
        for (const one of read) {
          if (one.status === "rejected") failures.push(one.reason);
          else await attempt(settle(one.value, found));
        }
      }
      // Two files may have swapped what they declare, and a missing pool may exist now.
      for (const { path } of found) {
        const one = known.get(path);
        if (one?.declared && !one.isLoaded) await attempt(settle({ ...one, declared: one.declared }, found));
      }
      if (failures.length > 0) throw failures[0];
      await retireTheRest();
      lookAgainAt = performance.now() + LOOK_AGAIN_MS;
    },
  };

  async function readOne(
    candidate: Candidate,
  ): Promise<{ candidate: Candidate; declared: Declared | FileProblem }> {
    try {
      return { candidate, declared: await readPipeline(root, candidate) };
    } catch (error) {
      if (error instanceof FileProblem) return { candidate, declared: error };
      throw error;
    }
  }

  async function settle(
    { candidate, declared }: { candidate: Candidate; declared: Declared | FileProblem },
    found: readonly Candidate[],
  ): Promise<void> {
    const before = known.get(candidate.path)?.dagId ?? null;
    let dagId = before;
    let problem = declared instanceof FileProblem ? declared : null;
    if (!(declared instanceof FileProblem)) {
      try {
        const spec = await checkPipeline(ctx, declared.raw);
        dagId = spec.dag_id;
        await save(candidate, spec, found);
      } catch (error) {
        problem = inWords(error, declared);
      }
    }
    const note = { candidate, declared: declared instanceof FileProblem ? null : declared };
    if (problem) await report(candidate, problem, dagId ?? before);
    else await clear(candidate, null);
    known.set(candidate.path, { ...note, dagId, isLoaded: problem === null });
  }

  async function save(candidate: Candidate, spec: DagSpec, found: readonly Candidate[]): Promise<void> {
    const bundle = await makeBundle(root, candidate, spec);
    const rivals = found
      .map(({ path }) => path)
      .filter((path) => path !== candidate.path && mayDeclare(path, spec.dag_id));
    const number = await saveFromFile(ctx, {
      path: candidate.path,
      rivals,
      spec,
      code_sha256: bundle && (await storeBundle(ctx, bundle)),
    });
    ctx.log.info({ file: candidate.path, dag_id: spec.dag_id, version: number }, "pipeline loaded");
  }

  /** A file that could not be read yet may declare anything. */
  function mayDeclare(path: string, dagId: string): boolean {
    const one = known.get(path);
    return !one || one.dagId === null || one.dagId === dagId;
  }

  async function report(candidate: Candidate, problem: FileProblem, dagId: string | null): Promise<void> {
    const { file = candidate.path, line = null, column = null, field = null } = problem.place;
    await clear(candidate, file);
    const isNews = await reportImportError(ctx, {
      filePath: file,
      dagId: dagId ?? (await ownerOf(candidate.path)),
      line,
      column,
      field,
      message: problem.message,
      reason: problem.reason,
      more: problem.more,
      fileSha: sha256Hex(candidate.fingerprint),
    });
    if (isNews) ctx.log.warn({ file, line, reason: problem.message }, "pipeline file does not load");
  }

  async function ownerOf(path: string): Promise<string | null> {
    const { pipelines } = await folderState(ctx);
    return pipelines.find((one) => one.filePath === path)?.dagId ?? null;
  }

  /** A pipeline's problem may be listed under any file of its folder. */
  async function clear({ path, folder }: Candidate, but: string | null): Promise<void> {
    const { brokenFiles } = await folderState(ctx);
    const ours = brokenFiles.filter(
      (file) => file !== but && (file === path || (folder !== null && file.startsWith(`${folder}/`))),
    );
    if (ours.length > 0) await clearImportErrors(ctx, ours);
  }

  /** What no file declares any more is retired; problems of files that are gone are nobody's. */
  async function retireTheRest(): Promise<void> {
    const { pipelines, brokenFiles } = await folderState(ctx);
    for (const { dagId, filePath, isStale } of pipelines) {
      const file = filePath === null ? undefined : known.get(filePath);
      const isDeclared =
        file !== undefined && (file.dagId === null || file.dagId === dagId || !file.isLoaded);
      if (!isDeclared && !isStale) await retirePipeline(ctx, { dag_id: dagId, file_path: filePath });
    }
    const folders = [...known.values()].flatMap(({ candidate }) => candidate.folder ?? []);
    const orphaned = brokenFiles.filter(
      (file) => !known.has(file) && !folders.some((folder) => file.startsWith(`${folder}/`)),
    );
    if (orphaned.length > 0) await clearImportErrors(ctx, orphaned);
  }
}

/** Only what the author can mend becomes a problem of the file; anything else is thrown on and tried again. */
function inWords(error: unknown, declared: Declared): FileProblem {
  const at = (field: string | undefined) => (field === undefined ? {} : { field, ...declared.locate(field) });
  if (error instanceof FileProblem) return error.at({ ...at(error.place.field), ...given(error.place) });
  if (error instanceof AppError && (error.code === "INVALID" || error.code === "CONFLICT")) {
    const [first, ...more] = error.extra.errors ?? [];
    const reason = error.extra.reason ?? first ?? { code: error.code };
    const field = error.code === "CONFLICT" ? "/dag_id" : first?.pointer;
    return new FileProblem(error.message, reason, at(field), more.length);
  }
  throw error;
}

/** A place found by the compiler is exact; one found from the field is a help. */
function given(place: FileProblem["place"]): FileProblem["place"] {
  return place.line === undefined ? {} : place;
}
