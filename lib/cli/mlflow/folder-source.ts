import { constants, createReadStream } from "node:fs";
import { access, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { filesIn, foldersIn, linesOf, metaIn, valuesIn } from "./folder-files";
import { modelStatusOf, pointOf, runStatusOf, tagsIn, versionOf } from "./folder-values";
import {
  Experiment,
  type FilesOf,
  type MlflowSource,
  Model,
  type Point,
  Registered,
  Run,
  Unreadable,
  Version,
} from "./shapes";

const TRASH = ".trash";
const REGISTRY = "models";
const DELETED_VERSION = "Deleted_Internal";

/** A file: store of MLflow (`mlruns`), read here: the server need not reach it. Files in other stores stay where they are. */
export function folderSource(given: string): MlflowSource {
  const root = resolve(given);
  const places = new Map<string, string>();

  /** The folder of an experiment, which the trash holds when it is deleted. */
  async function placeOf(experimentId: string): Promise<string> {
    const known = places.get(experimentId);
    if (known) return known;
    for await (const _ of experimentsIn());
    return places.get(experimentId) ?? join(root, experimentId);
  }

  async function* experimentsIn(): AsyncGenerator<Experiment> {
    for (const parent of [root, join(root, TRASH)])
      for (const name of await foldersIn(parent)) {
        const folder = join(parent, name);
        const meta = name === TRASH || (parent === root && name === REGISTRY) ? null : await metaIn(folder);
        if (!meta || meta.experiment_id === undefined) continue;
        const experiment_id = String(meta.experiment_id);
        places.set(experiment_id, folder);
        yield Experiment.parse({
          ...meta,
          experiment_id,
          name: String(meta.name),
          tags: await valuesIn(join(folder, "tags")),
        });
      }
  }

  const artifactsOf = async (of: FilesOf) => {
    const folder = await placeOf(of.experimentId);
    return "runId" in of
      ? join(folder, of.runId, "artifacts")
      : join(folder, "models", of.modelId, "artifacts");
  };

  return {
    name: `file://${root}`,
    experiments: experimentsIn,
    async *runs(experimentId) {
      const folder = await placeOf(experimentId);
      for (const name of await foldersIn(folder)) {
        const meta = await metaIn(join(folder, name));
        if (meta?.run_id !== undefined || meta?.run_uuid !== undefined)
          yield await runOf(folder, name, meta, experimentId);
      }
    },
    async whole(run) {
      return run;
    },
    async *points({ info }, key) {
      yield* pointsIn(join(await placeOf(info.experiment_id), info.run_id, "metrics"), key, "run");
    },
    async *models(experimentId) {
      const folder = join(await placeOf(experimentId), "models");
      for (const name of await foldersIn(folder)) {
        const meta = await metaIn(join(folder, name));
        if (meta && meta.lifecycle_stage !== "deleted")
          yield await modelOf(join(folder, name), meta, experimentId);
      }
    },
    async *files(of) {
      const folder = await artifactsOf(of);
      if (isElsewhere(of.uri) && !(await exists(folder)))
        throw new Unreadable(`the files lie at ${of.uri}, and not in the folder`);
      yield* filesIn(folder);
    },
    async open(of, { path }) {
      const file = join(await artifactsOf(of), path);
      await access(file, constants.R_OK).catch((error: Error) => {
        throw new Unreadable(error.message);
      });
      // The guarantee: both are the stream of the platform; only their types have two names.
      const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
      return { body, size: (await stat(file)).size };
    },
    async *registered() {
      for (const name of await foldersIn(join(root, REGISTRY))) {
        const folder = join(root, REGISTRY, name);
        const meta = await metaIn(folder);
        if (!meta) continue;
        const aliases = await valuesIn(join(folder, "aliases"));
        yield Registered.parse({
          ...meta,
          name: String(meta.name),
          tags: await valuesIn(join(folder, "tags")),
          aliases: aliases.map(({ key, value }) => ({ alias: key, version: value.trim() })),
        });
      }
    },
    async *versions(name) {
      const folder = join(root, REGISTRY, basename(name));
      const numbers = (await foldersIn(folder)).flatMap((one) => versionOf(one) ?? []);
      for (const number of numbers.sort((one, other) => Number(one) - Number(other))) {
        const meta = await metaIn(join(folder, `version-${number}`));
        if (!meta || meta.current_stage === DELETED_VERSION) continue;
        const tags = await valuesIn(join(folder, `version-${number}`, "tags"));
        yield Version.parse({ current_stage: "None", ...meta, name, version: number, tags });
      }
    },
  };
}

/** In a bucket, say. A file: store that was moved names a folder that is gone, and its files came along. */
function isElsewhere(uri: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(uri) && !uri.startsWith("file:");
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** True when there is an experiment in it. */
export async function isStore(folder: string): Promise<boolean> {
  for await (const _ of folderSource(folder).experiments()) return true;
  return false;
}

async function runOf(
  folder: string,
  name: string,
  meta: Record<string, unknown>,
  experimentId: string,
): Promise<Run> {
  const own = join(folder, name);
  const inputs = await linksIn(join(own, "inputs"));
  const outputs = await linksIn(join(own, "outputs"));
  const datasets = inputs.filter(({ source_type }) => source_type === "DATASET");
  return Run.parse({
    info: {
      ...meta,
      run_id: String(meta.run_id ?? meta.run_uuid),
      experiment_id: experimentId,
      run_name: String(meta.run_name ?? ""),
      status: runStatusOf(meta.status),
      artifact_uri: String(meta.artifact_uri ?? ""),
      tags: undefined,
    },
    data: {
      metrics: await marksIn(join(own, "metrics")),
      params: await valuesIn(join(own, "params")),
      tags: await valuesIn(join(own, "tags")),
    },
    inputs: {
      dataset_inputs: await Promise.all(
        datasets.map(async ({ source_id, tags }) => ({
          dataset: (await metaIn(join(folder, "datasets", basename(String(source_id))))) ?? {},
          tags: tagsIn(tags),
        })),
      ),
      model_inputs: inputs
        .filter(({ source_type }) => source_type === "MODEL")
        .map(({ source_id }) => ({ model_id: String(source_id) })),
    },
    outputs: {
      model_outputs: outputs.map(({ destination_id, step = 0 }) => ({
        model_id: String(destination_id),
        step,
      })),
    },
  });
}

async function modelOf(folder: string, meta: Record<string, unknown>, experimentId: string): Promise<Model> {
  const metrics: Point[] = [];
  for (const { key } of await marksIn(join(folder, "metrics")))
    for await (const point of pointsIn(join(folder, "metrics"), key, "model")) metrics.push(point);
  return Model.parse({
    info: {
      ...meta,
      model_id: String(meta.model_id),
      experiment_id: experimentId,
      name: String(meta.name ?? ""),
      status: modelStatusOf(meta.status),
      creation_timestamp_ms: meta.creation_timestamp,
      last_updated_timestamp_ms: meta.last_updated_timestamp,
      artifact_uri: String(meta.artifact_location ?? ""),
      tags: await valuesIn(join(folder, "tags")),
    },
    data: { params: await valuesIn(join(folder, "params")), metrics },
  });
}

async function linksIn(folder: string): Promise<Record<string, unknown>[]> {
  const metas = await Promise.all((await foldersIn(folder)).map((name) => metaIn(join(folder, name))));
  return metas.filter((meta) => meta !== null);
}

/** Which metrics there are. Instead of the latest point, how long the file is and when it was written say whether it grew. */
async function marksIn(folder: string): Promise<Point[]> {
  const marks: Point[] = [];
  for await (const { path, size } of filesIn(folder)) {
    const { mtimeMs } = await stat(join(folder, path));
    marks.push({ key: path, value: size, timestamp: Math.floor(mtimeMs), step: 0 });
  }
  return marks;
}

async function* pointsIn(folder: string, key: string, of: "run" | "model"): AsyncGenerator<Point> {
  for await (const line of linesOf(join(folder, key))) {
    const point = pointOf(key, line, of);
    if (point) yield point;
  }
}
