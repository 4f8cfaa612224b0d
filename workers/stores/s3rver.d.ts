declare module "s3rver" {
  import type { RequestListener } from "node:http";

  type Options = { directory: string; silent: boolean; vhostBuckets: boolean };
  export default class S3rver {
    constructor(options: Options);
    /** The object store behind the protocol; ours replaces the one it comes with. */
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
