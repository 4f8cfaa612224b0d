import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { abortUpload, beginUpload, completeUpload, openArtifact, placeArtifact } from "@/lib/experiments";
import type { Ctx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { NotFoundError } from "@/lib/platform/errors";
import type { SignedUrls } from "@/lib/platform/storage/signed-urls";
import { message } from "./message";
import { type Grant, ownAddress, signedUrl } from "./signed-url";
import { int32, optionalText, RunId, runIdOf } from "./wire";

/** 50 GB at 5 MB a second. */
const PARTS_SECONDS = 3 * 3600;
/** Clients ask again when theirs is too old. */
const FILE_SECONDS = 900;
const MOST_FILE_SECONDS = 3600;

const writing = { method: "POST", scope: "experiments:write" } as const;
const Folder = z.object({ path: z.string().describe("<experiment>/<run>/artifacts/<folder>") });
const FILE = { path: "/home/me/model.bin" };

/** Clients before 3.18 send their own machine's path of the file; its name is what counts. */
function fileIn(folder: string, path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return `${folder.replace(/\/+$/, "")}/${name}`;
}

/**
 * Where a client sends or gets the bytes: the object store itself when clients reach it, else this server, by addresses
 * that need no token. A task reaches nothing but this server.
 */
function addresses({ storage, actor, secret, clock }: Ctx, request: FastifyRequest) {
  const store: SignedUrls | null = actor.attempt ? null : storage.signedUrls;
  const base = `${ownAddress(request, env().GWANJE_URL)}/mlflow/api/2.0/mlflow-artifacts/signed`;
  const through = (grant: Grant, seconds: number) =>
    signedUrl(secret, base, grant, new Date(clock.now().getTime() + seconds * 1000));
  return { store, through };
}

export const multipartMessages = [
  message(
    {
      ...writing,
      path: "/mlflow-artifacts/mpu/create/{+path}",
      summary: "Begin an artifact that comes in parts; the answer says where each of them goes.",
      params: Folder,
      input: z.object({ path: z.string(), num_parts: int32 }),
      example: { ...FILE, num_parts: 2 },
    },
    async (ctx, input, params, { plane, request }) => {
      const path = fileIn(params.path, input.path);
      const { upload, uploadId } = await beginUpload(ctx, { path, parts: input.num_parts });
      const { store, through } = addresses(ctx, request);
      // The last part may be short, so that the others together are at most one less.
      const maxBytes = Math.ceil(plane.maxUploadBytes / Math.max(1, input.num_parts - 1));
      const urlOf = (number: number) =>
        store?.part(upload, number, PARTS_SECONDS) ??
        through({ method: "PUT", path, maxBytes, part: { uploadId, number } }, PARTS_SECONDS);
      const numbers = Array.from({ length: input.num_parts }, (_, at) => at + 1);
      const credentials = await Promise.all(
        numbers.map(async (part_number) => ({ url: await urlOf(part_number), part_number, headers: {} })),
      );
      return { upload_id: uploadId, credentials };
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow-artifacts/mpu/complete/{+path}",
      takesLong: true,
      summary: "Make an artifact of its parts; now it is there.",
      params: Folder,
      input: z.object({
        path: z.string(),
        upload_id: z.string(),
        parts: z.array(z.object({ part_number: int32, etag: z.string().default("") })).default([]),
      }),
      example: { ...FILE, upload_id: "x", parts: [{ part_number: 1, etag: "x" }] },
    },
    async (ctx, input, params, { plane }) => {
      await completeUpload(ctx, {
        path: fileIn(params.path, input.path),
        upload_id: input.upload_id,
        parts: input.parts.map(({ part_number, etag }) => ({ number: part_number, etag })),
        max_bytes: plane.maxUploadBytes,
      });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow-artifacts/mpu/abort/{+path}",
      summary: "Give an artifact up that came in parts.",
      params: Folder,
      input: z.object({ path: z.string(), upload_id: z.string() }),
      example: { ...FILE, upload_id: "x" },
    },
    async (ctx, input, params) => {
      await abortUpload(ctx, { path: fileIn(params.path, input.path), upload_id: input.upload_id });
      return {};
    },
  ),
  message(
    {
      method: "GET",
      scope: "experiments:read",
      path: "/mlflow-artifacts/presigned/{+path}",
      summary: "An address of an artifact that needs no token, for parts of it at once.",
      params: z.object({ path: z.string().describe("<experiment>/<run>/artifacts/<path>") }),
      input: z.object({}),
    },
    async (ctx, _input, { path }, { request }) => {
      const { key } = await openArtifact(ctx, { path });
      const head = await ctx.storage.head(key);
      if (!head) throw new NotFoundError("artifact", path);
      const { store, through } = addresses(ctx, request);
      const url = await (store?.get(key, FILE_SECONDS) ??
        through({ method: "GET", path, maxBytes: 0 }, FILE_SECONDS));
      return { url, headers: {}, file_size: head.sizeBytes };
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/artifacts/presigned-upload-url",
      summary: "An address that takes one artifact of a run or a logged model without a token.",
      input: z.object({
        ...RunId,
        model_id: optionalText,
        path: z.string(),
        expiration: int32.pipe(z.number().min(1).max(MOST_FILE_SECONDS)).default(FILE_SECONDS),
      }),
      example: { run_id: "0f8fad5bd9cb469fa16570867728950e", path: "model.bin" },
    },
    async (ctx, input, _params, { plane, request }) => {
      const seconds = input.expiration;
      const owner = input.model_id ? `models/${input.model_id}` : runIdOf(input).run_id;
      const path = `0/${owner}/artifacts/${input.path}`;
      const { key } = await placeArtifact(ctx, { path });
      const { store, through } = addresses(ctx, request);
      const grant: Grant = { method: "PUT", path, maxBytes: plane.maxUploadBytes };
      return { presigned_url: await (store?.put(key, seconds) ?? through(grant, seconds)), headers: {} };
    },
  ),
];
