// The parts of s3rver (MIT) that we use; it has no types.
declare module "s3rver" {
  import type { RequestListener } from "node:http";

  type Options = { directory: string; silent: boolean; vhostBuckets: boolean };
  export default class S3rver {
    constructor(options: Options);
    /** The store behind the protocol; ours replaces s3rver's. */
    store: object;
    context: { store: object };
    callback(): RequestListener;
  }
}

declare module "s3rver/lib/models/account.js" {
  type Account = {
    createKeyPair(accessKeyId: string, secretAccessKey: string): void;
    revokeAccessKey(accessKeyId: string): void;
  };
  const account: { DUMMY_ACCOUNT: Account };
  export default account;
}

declare module "s3rver/lib/models/object.js" {
  import type { Readable } from "node:stream";
  export default class S3Object {
    constructor(bucket: string, key: string, content: Readable | null, metadata: Record<string, string>);
    bucket: string;
    key: string;
    content: Readable | Buffer | null;
    metadata: Record<string, string>;
    range?: { start: number; end: number };
  }
}

declare module "s3rver/lib/models/bucket.js" {
  export default class S3Bucket {
    constructor(name: string, creationDate: Date);
  }
}

declare module "s3rver/lib/models/error.js" {
  export default class S3Error extends Error {
    constructor(code: string, message: string, detail?: Record<string, unknown>);
    status: number;
  }
}
