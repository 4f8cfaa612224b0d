import type * as z from "zod";
import type { ErrorCode } from "@/lib/platform/errors";
import type { Declaration, Method } from "../route";

/** One operation of the document: a declared route of the control plane, or a declared operation of the data plane. */
export type Operation = Pick<
  Declaration,
  | "summary"
  | "description"
  | "params"
  | "query"
  | "body"
  | "reply"
  | "streams"
  | "status"
  | "versioned"
  | "example"
  | "stepUp"
> & {
  method: Method | "HEAD";
  path: string;
  scope: string;
  /** The tag; by default the first segment below /api/v1. */
  tag?: string;
  /** The accepted security schemes; by default those of the control plane. */
  security?: readonly SecurityScheme[];
  /** A running task may call it with its own token. */
  orAttempt?: true;
  /** How it fails, where not by problem+json with the statuses of the control plane. */
  failure?: { schema: z.ZodType; statusOf: (code: ErrorCode) => number };
  /** Bodies that are bytes, not JSON. */
  bytes?: { body?: true; reply?: true };
};

export type SecurityScheme = "token" | "basic" | "session" | "attempt";
