import type { FastifyReply, FastifyRequest } from "fastify";
import type * as z from "zod";
import type { Permission } from "@/lib/audit";
import type { Operation } from "@/lib/http/openapi/operation";
import type { Actor, Ctx } from "@/lib/platform/context";
import { parseInput } from "@/lib/verbs";
import type { ErrorShape } from "../listener/error-shape";
import type { Way } from "./authenticate";
import type { Plane } from "./plane";

/**
 * One protocol of the data plane: a folder, or a file, that exports this and is listed in protocols.ts. Everything about
 * a request that is not its meaning happens in perform.ts, in this order: drain, room, who calls, what they may, body, input.
 */
export type Protocol = {
  /** Of its operations in the API's document, and of its requests in flight. */
  name: string;
  /**
   * Where its operations are mounted. Everything below a prefix is this protocol's, and so has its error shape, also what
   * it does not have. At the root only the paths named are.
   */
  prefixes: readonly (`/${string}` | { root: readonly `/${string}`[] })[];
  /** The ways in which a caller may say who they are, or a way of its own. */
  authenticate: readonly Way[] | ((plane: Plane, request: FastifyRequest) => Promise<Actor>);
  errorShape: ErrorShape;
  /** What the body of an error is, for the API's document; without it problem+json. */
  errorSchema?: z.ZodType;
  limits: Limits;
  operations: readonly ServedOperation[];
  /** A body as a value, before an operation's schema is asked. JSON, unless said otherwise. */
  parseBody?: (body: Buffer, mediaType: string) => unknown;
  /** Called when an answer was sent, whatever it says. */
  onAnswered?: (plane: Plane, request: FastifyRequest, reply: FastifyReply) => void;
};

export type Limits = {
  /** Of a body as it is sent, and of what comes out of a compressed one. Streams count their own. */
  bodyBytes: number;
  decompressedBytes: number;
  /** Requests of this protocol at once in this process; more are refused (429). */
  inFlight: number;
  /** A request that is not a stream is answered with 503 after so long; its work counts as in flight until it ends. */
  timeoutMs: number;
};

export type OperationDeclaration = Pick<
  Operation,
  | "method"
  | "summary"
  | "description"
  | "params"
  | "query"
  | "body"
  | "reply"
  | "streams"
  | "status"
  | "example"
  | "orAttempt"
  | "bytes"
> & {
  /** Below the protocol's prefix. `{name}` is one segment, `{+name}` at the end is all that follows, slashes too. */
  path: `/${string}`;
  /** One permission; "signed-in" is any caller that is known, "public" asks nobody. */
  scope: Permission | "signed-in" | "public" | "task-attempt";
  /** The protocol's `timeoutMs` does not end it: a caller that is sent away would only ask for the same again. */
  takesLong?: true;
};

type Out<D, K extends "params" | "query" | "body"> = D extends { [P in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;
export type Call<D> = {
  ctx: Ctx;
  params: Out<D, "params">;
  query: Out<D, "query">;
  body: Out<D, "body">;
  plane: Plane;
  request: FastifyRequest;
  reply: FastifyReply;
};
/** A request whose caller may make it, nothing of it parsed yet. */
export type AdmittedCall = {
  ctx: Ctx;
  params: unknown;
  query: unknown;
  body: unknown;
  plane: Plane;
  request: FastifyRequest;
  reply: FastifyReply;
};
export type ServedOperation = {
  declaration: OperationDeclaration;
  perform: (call: AdmittedCall) => Promise<unknown>;
};

/**
 * One declaration makes the operation: who may, what is valid, what the API's document says. What `work` returns is sent as
 * JSON; a reply that it has sent by itself is left alone.
 */
export function operation<const D extends OperationDeclaration>(
  declaration: D,
  work: (call: Call<D>) => Promise<unknown>,
): ServedOperation {
  const { params, query, body } = declaration;
  return {
    declaration,
    perform: (call) =>
      // The guarantee: each of the three is what its own schema made of it, or undefined where there is none.
      work({
        ...call,
        params: params && parseInput(params, call.params),
        query: query && parseInput(query, call.query),
        body: body && parseInput(body, call.body),
      } as Call<D>),
  };
}
