import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { leaveOutSdkNotice } from "../env";

/** The one way to make a client of the object store. */
export function createS3Client(config: S3ClientConfig): S3Client {
  leaveOutSdkNotice();
  return new S3Client({ ...config, logger: SILENT });
}

/** A body of a client that breaks off is no news; without a logger the SDK writes it to the console. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
