import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { InvalidError, NotFoundError } from "../errors";
import { because } from "../reasons";
import { type StorePatience, whileCompleting, whileSending } from "./patience";

export type Upload = { key: string; id: string };
export type UploadedPart = { number: number; etag: string };

/** Objects whose parts come one by one, in any order, from one who was given the upload's id. */
export type Uploads = {
  begin(key: string): Promise<Upload>;
  /** Passes exactly `sizeBytes` on and holds none of them. A body that fails leaves no part, and its error is thrown. */
  putPart(upload: Upload, number: number, body: Readable, sizeBytes: number): Promise<string>;
  /** Makes the object visible, and does nothing when it was made of these parts already. */
  complete(upload: Upload, parts: readonly UploadedPart[]): Promise<void>;
  /** Gives up what was sent; an upload that is not there is given up already. */
  abort(upload: Upload): Promise<void>;
};

export function createUploads(client: S3Client, bucket: string, patience: StorePatience): Uploads {
  const target = ({ key, id }: Upload) => ({ Bucket: bucket, Key: key, UploadId: id });
  return {
    async begin(key) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: OF_ANY_TYPE }),
      );
      if (UploadId === undefined) throw new Error("The object store began an upload without an id");
      return { key, id: UploadId };
    },
    async putPart(upload, number, body, sizeBytes) {
      const stop = new AbortController();
      let failure: unknown;
      body.once("error", (error) => {
        failure = error;
        stop.abort();
      });
      const part = { ...target(upload), PartNumber: number, Body: body, ContentLength: sizeBytes };
      try {
        const options = { ...whileSending(patience, sizeBytes), abortSignal: stop.signal };
        const { ETag } = await client.send(new UploadPartCommand(part), options);
        return ETag ?? "";
      } catch (error) {
        throw failure ?? refused(error, upload);
      } finally {
        body.destroy();
      }
    },
    async complete(upload, parts) {
      const Parts = [...parts]
        .sort((one, other) => one.number - other.number)
        .map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      try {
        await client.send(
          new CompleteMultipartUploadCommand({ ...target(upload), MultipartUpload: { Parts } }),
          whileCompleting(patience),
        );
      } catch (error) {
        const problem = refused(error, upload);
        // An answer that was lost is asked for again.
        if (problem instanceof NotFoundError && (await isMadeOf(upload.key, Parts))) return;
        throw problem;
      }
    },
    async abort(upload) {
      await client.send(new AbortMultipartUploadCommand(target(upload))).catch((error: unknown) => {
        if (!(refused(error, upload) instanceof NotFoundError)) throw error;
      });
    },
  };

  async function isMadeOf(key: string, parts: readonly { ETag: string }[]): Promise<boolean> {
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch(() => null);
    return found !== null && unquoted(found.ETag ?? "") === etagOf(parts.map(({ ETag }) => ETag));
  }
}

const OF_ANY_TYPE = "application/octet-stream";
const unquoted = (etag: string) => etag.replaceAll('"', "");

/** S3's ETag of an object made of parts: the digest of their digests, and how many they are. */
function etagOf(parts: readonly string[]): string {
  const hash = createHash("md5");
  for (const part of parts) hash.update(Buffer.from(unquoted(part), "hex"));
  return `${hash.digest("hex")}-${parts.length}`;
}

/** What the caller can do about a refusal of the store; any other failure stays as it is. */
function refused(error: unknown, { id }: Upload): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "NoSuchUpload") return new NotFoundError("upload", id);
  if (!/^(InvalidPart|InvalidPartOrder|EntityTooSmall|MalformedXML|InvalidArgument)$/.test(error.name))
    return error;
  return InvalidError.field(
    "/parts",
    `The parts do not make an object: ${error.message} Every part but the last has at least 5 MiB.`,
    because("invalid_format", { format: "[{part_number, etag}]" }),
  );
}
