import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { escapeKey, request } from "./data-plane";
import type { BodyMaker } from "./exchange";

export type Body = string | Uint8Array;
export type PutOptions = { contentType?: string };
export type ObjectInfo = { key: string; size_bytes: number; last_modified: string; etag: string };

/** GET, PUT and the forms for files of one route; files are streamed. */
export function storageAt(route: string) {
  const path = (key: string) => `${route}/${escapeKey(key)}`;
  return {
    path,
    async get(key: string): Promise<Buffer> {
      return Buffer.from(await (await request("GET", path(key))).arrayBuffer());
    },
    async put(key: string, body: Body, options: PutOptions = {}): Promise<void> {
      const bytes = Buffer.from(body);
      const headers = typed(key, options);
      await drained(await request("PUT", path(key), () => ({ body: bytes, headers })));
    },
    async download(key: string, file: string): Promise<void> {
      const response = await request("GET", path(key));
      await pipeline(response.body ?? Readable.from([]), createWriteStream(file));
    },
    async upload(file: string, key: string, options: PutOptions = {}): Promise<void> {
      const { size } = await stat(file);
      const headers = { ...typed(key, options), "content-length": String(size) };
      const make: BodyMaker = () => ({ body: fileStream(file), headers });
      await drained(await request("PUT", path(key), make));
    },
  };
}

const TYPES: Record<string, string> = {
  csv: "text/csv; charset=utf-8",
  html: "text/html; charset=utf-8",
  json: "application/json",
  md: "text/markdown; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
};

export function typed(key: string, options: PutOptions = {}): Record<string, string> {
  const ending = key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  return { "content-type": options.contentType ?? TYPES[ending] ?? "application/octet-stream" };
}

/** fetch takes Node's web stream; only the type declarations differ. */
export function fileStream(file: string): BodyInit {
  return Readable.toWeb(createReadStream(file)) as unknown as BodyInit;
}

/** Reads the reply, because an unread one holds its connection. */
async function drained(response: Response): Promise<void> {
  await response.arrayBuffer();
}
