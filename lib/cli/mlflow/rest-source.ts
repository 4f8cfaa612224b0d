import * as z from "zod";
import { Refused, type Server } from "../server";
import {
  Experiment,
  type FilesOf,
  type MlflowSource,
  Model,
  Point,
  Registered,
  Run,
  type SourceFile,
  Version,
} from "./shapes";

const API = "/api/2.0/mlflow";
const RUNS_A_PAGE = 100;
const POINTS_A_PAGE = 10_000;
const MODELS_A_PAGE = 50;
/** Deeper folders are not believed. */
const MOST_DEPTH = 64;
const PROMPTS = "tag.`mlflow.prompt.is_prompt` = 'true'";

const token = { next_page_token: z.string().optional() };
const Experiments = z.looseObject({ experiments: z.array(Experiment).default([]), ...token });
const Runs = z.looseObject({ runs: z.array(Run).default([]), ...token });
const Points = z.looseObject({ metrics: z.array(Point).default([]), ...token });
const Models = z.looseObject({ models: z.array(Model).default([]), ...token });
const RegisteredModels = z.looseObject({ registered_models: z.array(Registered).default([]), ...token });
const Versions = z.looseObject({ model_versions: z.array(Version).default([]), ...token });
const Files = z.looseObject({
  files: z
    .array(
      z.looseObject({
        path: z.string(),
        is_dir: z.boolean().default(false),
        file_size: z.union([z.number(), z.string()]).optional(),
      }),
    )
    .default([]),
});

/** A running server that speaks MLflow's protocol; `base` is what stands before /api. */
export function restSource(server: Server, base = ""): MlflowSource {
  const api = base + API;
  const post = <T>(path: string, body: unknown, schema: z.ZodType<T>) =>
    server.send("POST", api + path, body, schema);

  async function* registeredBy(filter: string) {
    for await (const page of pages((page_token) => {
      const query = { max_results: "100", page_token, ...(filter && { filter }) };
      return server.get(`${api}/registered-models/search`, query, RegisteredModels);
    }))
      for (const { name } of page.registered_models) {
        const one = z.looseObject({ registered_model: Registered });
        yield (await server.get(`${api}/registered-models/get`, { name }, one)).registered_model;
      }
  }

  return {
    name: server.url,
    async *experiments() {
      const body = { max_results: 1_000, view_type: "ALL", order_by: ["creation_time ASC"] };
      for await (const page of pages((page_token) =>
        post("/experiments/search", { ...body, page_token }, Experiments),
      ))
        yield* page.experiments;
    },
    async *runs(experimentId) {
      // What is made meanwhile comes at the end, and moves no page.
      const body = {
        experiment_ids: [experimentId],
        run_view_type: "ALL",
        max_results: RUNS_A_PAGE,
        order_by: ["attributes.start_time ASC"],
      };
      for await (const page of pages((page_token) => post("/runs/search", { ...body, page_token }, Runs)))
        yield* page.runs;
    },
    async whole({ info }) {
      const one = z.looseObject({ run: Run });
      return (await server.get(`${api}/runs/get`, { run_id: info.run_id }, one)).run;
    },
    async *points({ info }, metric_key) {
      const query = { run_id: info.run_id, metric_key, max_results: String(POINTS_A_PAGE) };
      for await (const page of pages((page_token) =>
        server.get(`${api}/metrics/get-history`, { ...query, page_token }, Points),
      ))
        yield* page.metrics;
    },
    async *models(experimentId) {
      const body = { experiment_ids: [experimentId], max_results: MODELS_A_PAGE };
      const find = (page_token: string | undefined) =>
        post("/logged-models/search", { ...body, page_token }, Models).catch((error: unknown) => {
          // Servers before 3 know of none.
          if (error instanceof Refused && [404, 405].includes(error.status)) return Models.parse({});
          throw error;
        });
      for await (const page of pages(find)) yield* page.models;
    },
    async *files(of) {
      yield* filesBelow(server, api, of, "", 0);
    },
    async open(of, { path }) {
      const { body, headers } = await server.download(addressOf(of, path, base));
      const length = headers.get("content-length");
      const isWhole = length !== null && !headers.has("content-encoding");
      return { body: body ?? new Blob([]).stream(), size: isWhole ? Number(length) : null };
    },
    async *registered() {
      const seen = new Set<string>();
      // A search shows prompts only to those who ask for them.
      for (const filter of ["", PROMPTS])
        for await (const model of registeredBy(filter))
          if (!seen.has(model.name)) {
            seen.add(model.name);
            yield model;
          }
    },
    async *versions(name) {
      const query = { filter: `name = ${quoted(name)}`, max_results: "1000", order_by: "version_number ASC" };
      for await (const page of pages((page_token) =>
        server.get(`${api}/model-versions/search`, { ...query, page_token }, Versions),
      ))
        yield* page.model_versions;
    },
  };
}

async function* pages<T extends { next_page_token?: string | undefined }>(
  ask: (pageToken: string | undefined) => Promise<T>,
): AsyncGenerator<T> {
  let next: string | undefined;
  do {
    const page = await ask(next);
    yield page;
    next = page.next_page_token || undefined;
  } while (next !== undefined);
}

async function* filesBelow(
  server: Server,
  api: string,
  of: FilesOf,
  folder: string,
  depth: number,
): AsyncGenerator<SourceFile> {
  const { files } =
    "runId" in of
      ? await server.get(
          `${api}/artifacts/list`,
          { run_id: of.runId, ...(folder && { path: folder }) },
          Files,
        )
      : await server.get(
          `${api}/logged-models/${of.modelId}/artifacts/directories`,
          folder ? { artifact_directory_path: folder } : {},
          Files,
        );
  for (const { path, is_dir, file_size = 0 } of files) {
    // One that is not below its folder would lead in a circle.
    if (folder !== "" && !path.startsWith(`${folder}/`)) continue;
    if (!is_dir) yield { path, size: Number(file_size) };
    else if (depth < MOST_DEPTH) yield* filesBelow(server, api, of, path, depth + 1);
  }
}

/** Through the server in any case: it may reach stores that we do not. */
function addressOf(of: FilesOf, path: string, base: string): string {
  const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(of.uri)?.[1];
  if (proxied !== undefined)
    return `${base}/api/2.0/mlflow-artifacts/artifacts/${escaped(`${proxied}/${path}`)}`;
  if ("runId" in of) return `${base}/get-artifact?${new URLSearchParams({ run_uuid: of.runId, path })}`;
  const query = new URLSearchParams({ artifact_file_path: path });
  return `${base}/ajax-api/2.0/mlflow/logged-models/${of.modelId}/artifacts/files?${query}`;
}

export function escaped(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** The language of filters has no way to write a text that holds both kinds of quotes. */
function quoted(name: string): string {
  return name.includes("'") ? `"${name}"` : `'${name}'`;
}
