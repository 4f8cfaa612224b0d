import * as z from "zod";
import type { Declaration, Method } from "../route";

/** One operation of the document: a declared route of the control plane, or one of the data plane written by hand. */
export type Operation = Pick<
  Declaration,
  | "summary"
  | "description"
  | "params"
  | "query"
  | "body"
  | "reply"
  | "status"
  | "versioned"
  | "example"
  | "stepUp"
> & {
  method: Method | "HEAD";
  path: string;
  scope: string;
  /** A running task may do it too, with its own token. */
  orAttempt?: true;
  /** Bodies that are bytes, not JSON. */
  bytes?: { body?: true; reply?: true };
};

const Id = z.object({ id: z.string() });
const Key = z.object({ key: z.string().describe("The object's key; slashes stay slashes.") });
const Path = z.object({
  path: z.string().describe("The artifact's path below the attempt; slashes stay slashes."),
});

/**
 * The data plane is Fastify and streams bytes, so it has no zod declarations; a test compares this list with the
 * routes it really has.
 */
export const DATA_PLANE: readonly Operation[] = [
  {
    method: "GET",
    path: "/data/objects",
    scope: "artifacts:read",
    orAttempt: true,
    summary: "List objects by prefix.",
    query: z.object({
      prefix: z.string().optional(),
      cursor: z.string().optional(),
      limit: z.coerce.number().int().optional(),
    }),
    reply: z.object({
      objects: z.array(
        z.object({ key: z.string(), size_bytes: z.number(), last_modified: z.string(), etag: z.string() }),
      ),
      next_cursor: z.string().nullable(),
    }),
  },
  {
    method: "GET",
    path: "/data/objects/{key}",
    scope: "artifacts:read",
    orAttempt: true,
    summary: "Read an object; ranges are honoured.",
    params: Key,
    bytes: { reply: true },
  },
  {
    method: "HEAD",
    path: "/data/objects/{key}",
    scope: "artifacts:read",
    orAttempt: true,
    summary: "Size and ETag of an object.",
    params: Key,
  },
  {
    method: "PUT",
    path: "/data/objects/{key}",
    scope: "artifacts:write",
    orAttempt: true,
    summary: "Write an object. The prefixes code/, logs/ and artifacts/ are reserved.",
    params: Key,
    bytes: { body: true },
  },
  {
    method: "DELETE",
    path: "/data/objects/{key}",
    scope: "artifacts:write",
    orAttempt: true,
    summary: "Delete an object.",
    params: Key,
  },
  {
    method: "PUT",
    path: "/data/artifacts/{path}",
    scope: "task-attempt",
    summary: "Write an artifact of this attempt; it is shown on the run's page.",
    params: Path,
    bytes: { body: true },
  },
  {
    method: "GET",
    path: "/data/artifacts/{path}",
    scope: "task-attempt",
    summary: "Read an artifact of this attempt.",
    params: Path,
    bytes: { reply: true },
  },
  {
    method: "HEAD",
    path: "/data/artifacts/{path}",
    scope: "task-attempt",
    summary: "Size and ETag of an artifact of this attempt.",
    params: Path,
  },
  ...(["GET", "HEAD"] as const).map(
    (method): Operation => ({
      method,
      path: "/data/downloads/artifacts/{id}",
      scope: "artifacts:read",
      summary: "Download an artifact by its id.",
      params: Id,
      ...(method === "GET" ? { bytes: { reply: true } } : {}),
    }),
  ),
  ...(["GET", "HEAD"] as const).map(
    (method): Operation => ({
      method,
      path: "/data/previews/artifacts/{id}",
      scope: "artifacts:read",
      summary: "An artifact as the console shows it, in a sandbox.",
      params: Id,
      ...(method === "GET" ? { bytes: { reply: true } } : {}),
    }),
  ),
];
