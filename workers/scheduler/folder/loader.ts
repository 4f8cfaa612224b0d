import { stat } from "node:fs/promises";
import { checkPipeline, folderState, retirePipeline, saveFromFile, storeBundle } from "@/lib/pipelines";
import type { DagSpec } from "@/lib/pipelines/schema";
import type { Ctx } from "@/lib/platform/context";
import type { Declared } from "./declared";
import { createDefinitionFiles, findDefinitionFiles } from "./definition-files";
import { FileProblem } from "./file-problem";
import { type Candidate, findPipelines } from "./find-pipelines";
import { makeBundle } from "./make-bundle";
import { createProblemList } from "./problem-list";
import { Failure, halfGone, inWords, isOurFault, noFolder, unforeseen } from "./problem-words";
import { readPipeline } from "./read-pipeline";
import { createRetirement, type FilePipeline } from "./retire";

/** Files read at once: each may be a process. */
const READ_AT_ONCE = 3;
/** A pool or another file may mend what no change of this file would; another loader may have changed the tables. */
const LOOK_AGAIN_MS = 10_000;
/** A store that is away for a moment is not the file's fault; what fails again and again is said beside it. */
const FAILURES_TO_SAY = 3;

/** What this loader made of a file, by path. `dagId` is null while the file has never been read. */
type Known = { candidate: Candidate; declared: Declared | null; dagId: string | null; isLoaded: boolean };

export type Loader = {
  /**
   * One look at the folder: loads what changed. Throws what a store or the disk threw, after every file had its turn;
   * the next look makes up for it. Throws between two files once `signal` is aborted.
   */
  look(signal?: AbortSignal): Promise<void>;
};

/**
 * Keeps the database like the folder. Every effect may happen twice and from several loaders at once: a version is made
 * under the pipeline's lock and only when it differs, a bundle lies at its content's address, a problem is written once.
 * What one file does keeps no other from its turn. `monotonic` is a clock that nobody sets, in ms.
 */
export function createLoader(ctx: Ctx, root: string, monotonic = () => performance.now()): Loader {
  const known = new Map<string, Known>();
  const retirement = createRetirement();
  const failuresOf = new Map<string, number>();
  const problems = createProblemList(ctx);
  const definitions = createDefinitionFiles(ctx, root, problems, monotonic);
  let pipelines: readonly FilePipeline[] = [];
  let lookAgainAt = Number.NEGATIVE_INFINITY;

  return {
    async look(signal) {
      const isThere = await isFolder(root);
      const found = isThere ? await findPipelines(root) : [];
      const files = isThere ? await findDefinitionFiles(root) : [];
      const changed = found.filter(
        ({ path, fingerprint }) => known.get(path)?.candidate.fingerprint !== fingerprint,
      );
      const present = new Set(found.map(({ path }) => path));
      const gone = isThere ? [...known.keys()].filter((path) => !present.has(path)) : [];
      const isQuiet = changed.length === 0 && gone.length === 0 && definitions.isQuiet(files);
      if (isQuiet && monotonic() < lookAgainAt) return;
      // Without a database nothing could be kept: no file is run for nothing.
      const state = await folderState(ctx);
      pipelines = state.pipelines;
      problems.begin(state.brokenFiles);
      if (!isThere) return sayNoFolder();
      for (const path of gone) known.delete(path);
      const failures: unknown[] = [];
      const attempt = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error));
      for (let i = 0; i < changed.length; i += READ_AT_ONCE) {
        signal?.throwIfAborted();
        const batch = changed.slice(i, i + READ_AT_ONCE);
        const read = await Promise.all(batch.map(async (one) => ({ one, declared: await readOne(one) })));
        for (const { one, declared } of read) {
          signal?.throwIfAborted();
          await attempt(settle(one, declared, present));
        }
      }
      // Two files may have swapped what they declare, a missing pool may exist now, another process may have retired it.
      const stale = new Set(pipelines.flatMap(({ dagId, isStale }) => (isStale ? [dagId] : [])));
      for (const { path } of found) {
        signal?.throwIfAborted();
        const one = known.get(path);
        const isRight = one?.isLoaded && !stale.has(one.dagId ?? "");
        if (one?.declared && !isRight) await attempt(settle(one.candidate, one.declared, present));
      }
      signal?.throwIfAborted();
      await attempt(definitions.look(files));
      await retireTheRest(present, attempt);
      await attempt(problems.dropAllBut([...found, ...files]));
      lookAgainAt = failures.length > 0 ? Number.NEGATIVE_INFINITY : monotonic() + LOOK_AGAIN_MS;
      if (failures.length > 0) throw failures[0];
    },
  };

  async function readOne(candidate: Candidate): Promise<Declared | FileProblem | Failure> {
    try {
      return await readPipeline(root, candidate);
    } catch (error) {
      return error instanceof FileProblem ? error : new Failure(error);
    }
  }

  /** Throws what a store or the disk threw; anything else that goes wrong is the file's problem. */
  async function settle(
    candidate: Candidate,
    declared: Declared | FileProblem | Failure,
    present: ReadonlySet<string>,
  ): Promise<void> {
    let dagId = known.get(candidate.path)?.dagId ?? null;
    let problem = declared instanceof FileProblem ? declared : null;
    try {
      if (declared instanceof Failure) throw declared.cause;
      if (!(declared instanceof FileProblem)) {
        const spec = await checkPipeline(ctx, declared.raw);
        dagId = spec.dag_id;
        await save(candidate, { spec, text: declared.text }, present);
      }
    } catch (error) {
      problem = inWords(error, declared) ?? (isOurFault(error) ? unforeseen(error) : null);
      if (!problem) return failed(candidate, error, dagId);
    }
    failuresOf.delete(candidate.path);
    if (problem) await problems.report(candidate, problem, dagId ?? ownerOf(candidate.path));
    else await problems.clear(candidate);
    if (dagId !== null && !problem) retirement.sawLoaded(dagId);
    known.set(candidate.path, {
      candidate,
      declared: declared instanceof FileProblem || declared instanceof Failure ? null : declared,
      dagId,
      isLoaded: problem === null,
    });
  }

  async function failed(candidate: Candidate, error: unknown, dagId: string | null): Promise<never> {
    const failures = (failuresOf.get(candidate.path) ?? 0) + 1;
    failuresOf.set(candidate.path, failures);
    if (failures >= FAILURES_TO_SAY)
      await problems.report(candidate, unforeseen(error), dagId ?? ownerOf(candidate.path));
    throw error;
  }

  async function save(
    candidate: Candidate,
    { spec, text }: { spec: DagSpec; text: string },
    present: ReadonlySet<string>,
  ): Promise<void> {
    const bundle = await makeBundle(root, candidate, spec);
    const number = await saveFromFile(ctx, {
      path: candidate.path,
      rivals: rivalsOf(spec.dag_id, present).filter((path) => path !== candidate.path),
      spec,
      // A folder's bundle has the file. The database stores no NUL.
      source: candidate.folder === null ? text.replaceAll("\0", "\uFFFD") : null,
      code_sha256: bundle && (await storeBundle(ctx, bundle)),
    });
    ctx.log.info({ file: candidate.path, dag_id: spec.dag_id, version: number }, "pipeline loaded");
  }

  /** Files that declare it, and the one that owns it in the database while nobody has read what that declares now. */
  function rivalsOf(dagId: string, present: ReadonlySet<string>): string[] {
    const declaring = [...known].flatMap(([path, one]) => (one.dagId === dagId ? [path] : []));
    const owner = pipelines.find((one) => one.dagId === dagId)?.filePath ?? null;
    const isUnread = owner !== null && present.has(owner) && (known.get(owner)?.dagId ?? null) === null;
    return isUnread ? [...declaring, owner] : declaring;
  }

  function ownerOf(path: string): string | null {
    return pipelines.find((one) => one.filePath === path)?.dagId ?? null;
  }

  /** What no file declares any more is retired. */
  async function retireTheRest(
    present: ReadonlySet<string>,
    attempt: (work: Promise<void>) => Promise<void>,
  ): Promise<void> {
    const declared = new Set([...known.values()].map(({ dagId }) => dagId));
    const live = pipelines.filter(({ isStale }) => !isStale);
    const gone = live.flatMap((one) => {
      if (declared.has(one.dagId)) return [];
      if (one.filePath === null || !present.has(one.filePath)) return [{ ...one, isOther: false }];
      // Its file is there: one that does not load may declare it, one that does declares another.
      return known.get(one.filePath)?.isLoaded ? [{ ...one, isOther: true }] : [];
    });
    const { retire, isDoubtful } = retirement.decide(live, gone, monotonic());
    await attempt(problems.reportFolder(isDoubtful ? halfGone(gone.length, live.length) : null));
    for (const { dagId, filePath } of retire)
      await attempt(retirePipeline(ctx, { dag_id: dagId, file_path: filePath }).then(() => {}));
  }

  /** A folder that is not there says nothing about what it holds: everything stays as it is. */
  async function sayNoFolder(): Promise<void> {
    const isMissed = pipelines.some(({ isStale }) => !isStale);
    await problems.reportFolder(isMissed ? noFolder() : null);
    lookAgainAt = monotonic() + LOOK_AGAIN_MS;
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}
