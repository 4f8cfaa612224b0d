import {
  GetObjectCommand,
  PutObjectCommand,
  type S3ClientConfig,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createS3Client } from "./client";
import type { Upload } from "./uploads";

/** Addresses of the object store itself that do one thing to one object for a while; having one is enough. */
export type SignedUrls = {
  get(key: string, seconds: number): Promise<string>;
  put(key: string, seconds: number): Promise<string>;
  part(upload: Upload, number: number, seconds: number): Promise<string>;
  close(): void;
};

/** `config.endpoint` is the store's address as clients reach it; nothing is sent there from here. */
export function createSignedUrls(config: S3ClientConfig, bucket: string): SignedUrls {
  const client = createS3Client(config);
  const at = (key: string) => ({ Bucket: bucket, Key: key });
  return {
    get: (key, expiresIn) =>
      // A stored file is never a page of the store's host.
      getSignedUrl(client, new GetObjectCommand({ ...at(key), ResponseContentDisposition: "attachment" }), {
        expiresIn,
      }),
    put: (key, expiresIn) => getSignedUrl(client, new PutObjectCommand(at(key)), { expiresIn }),
    part: ({ key, id }, number, expiresIn) =>
      getSignedUrl(client, new UploadPartCommand({ ...at(key), UploadId: id, PartNumber: number }), {
        expiresIn,
      }),
    close: () => client.destroy(),
  };
}
