import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type ResponseConfig,
  type RouteConfig,
} from "@asteasolutions/zod-to-openapi";
import * as z from "zod";
import type { ErrorCode } from "@/lib/platform/errors";
import { REASONS } from "@/lib/platform/reasons";
import { STATUS } from "../problem";
import { namedSchemas } from "./names";
import type { Operation } from "./operation";
import { innermostFirst, portable } from "./portable";

type Config = Parameters<OpenApiGeneratorV31["generateDocument"]>[0];

const REASON_LIST = Object.entries(REASONS)
  .map(([code, names]) => (names.length > 0 ? `${code} (${names.join(", ")})` : code))
  .join(", ");
const reason = {
  code: z.string().describe(`Stable; more may be added. With the values of each: ${REASON_LIST}.`),
  values: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .describe("What words for this code are filled in with."),
};

/** RFC 9457, the body of every error. */
const Problem = z
  .object({
    type: z.string().describe("urn:gwanje:error:<code>, a name and not an address."),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().describe("Stable; more may be added."),
    request_id: z.string(),
    reason: z.object(reason).optional().describe("Why, when it is not about a field."),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe("JSON pointer into the input."),
          ...reason,
          detail: z.string(),
        }),
      )
      .optional(),
    current: z.unknown().optional().describe("For 412: what stands now."),
  })
  .meta({ id: "Problem" });

/** OpenAPI 3.1 of these operations. It is derived from the declarations that serve them, so it cannot differ. */
export function openApiDocument(operations: readonly Operation[], serverUrl: string) {
  const named = namedSchemas();
  const registry = new OpenAPIRegistry();
  const securitySchemes = {
    token: {
      type: "http",
      scheme: "bearer",
      description: "An API token (Settings > API tokens); never more than its scopes and its owner's role.",
    },
    basic: {
      type: "http",
      scheme: "basic",
      description: "The same token as the password, beside any name; the data plane takes it.",
    },
    session: {
      type: "apiKey",
      in: "cookie",
      name: `${serverUrl.startsWith("https://") ? "__Secure-" : ""}next-auth.session-token`,
      description:
        "The console's own cookie; changes also need Sec-Fetch-Site: same-origin or a matching Origin.",
    },
    attempt: {
      type: "http",
      scheme: "bearer",
      description:
        "GWANJE_TOKEN of a task attempt; valid while the attempt runs. Basic takes it too, as the password.",
    },
  } as const;
  for (const [name, scheme] of Object.entries(securitySchemes))
    registry.registerComponent("securitySchemes", name, scheme);
  for (const operation of operations) registry.registerPath(pathOf(operation));
  const config: Config = {
    openapi: "3.1.0",
    info: {
      title: "Gwanje",
      version: "1",
      description:
        "The control plane under /api/v1 and the data plane beside it. Ids are prefixed and sortable, times are ISO 8601 in UTC, durations end in _ms, lists page by cursor, errors are problem+json. A POST may carry an Idempotency-Key. Enumerations may grow.",
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(operations.map(tagOf))].sort().map((name) => ({ name })),
  };
  const generate = (definitions: typeof registry.definitions) =>
    new OpenApiGeneratorV31(definitions).generateDocument(config);
  const met = generate(registry.definitions).components?.schemas ?? {};
  const schemas = innermostFirst(met).flatMap((id) => {
    const schema = named.get(id);
    return schema ? [{ type: "schema" as const, schema }] : [];
  });
  return portable(generate([...schemas, ...registry.definitions]));
}

function pathOf(operation: Operation): RouteConfig {
  const { method, path, summary, params, query, body, bytes, versioned, example } = operation;
  const headers = versioned && method !== "GET" && method !== "POST" ? IF_MATCH : undefined;
  const sent = bytes?.body
    ? { content: { "application/octet-stream": { schema: BYTES } }, required: true }
    : body && {
        content: { "application/json": { schema: body, ...(example === undefined ? {} : { example }) } },
        required: true,
      };
  return {
    method: methodOf(method),
    path,
    operationId: operationIdOf(operation),
    tags: [tagOf(operation)],
    summary: summary.replace(/\.$/, ""),
    description: descriptionOf(operation),
    security: securityOf(operation),
    request: {
      ...(params instanceof z.ZodObject ? { params } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      ...(headers ? { headers } : {}),
      ...(sent ? { body: sent } : {}),
    },
    responses: { ...successOf(operation), ...failuresOf(operation) },
  };
}

const IF_MATCH = z.object({ "If-Match": z.string().describe('The ETag that was read, such as "3".') });
/** In both notations: that of OpenAPI 3.1, and the one by which client generators recognise a file. */
const BYTES = { type: "string", format: "binary", contentMediaType: "application/octet-stream" } as const;

function successOf({
  method,
  reply,
  streams,
  status,
  bytes,
  versioned,
}: Operation): Record<string, ResponseConfig> {
  const etag = versioned
    ? { ETag: { description: "The version; send it back as If-Match.", schema: { type: "string" as const } } }
    : undefined;
  if (bytes?.reply)
    return { 200: { description: "The bytes.", content: { "application/octet-stream": { schema: BYTES } } } };
  if (streams) {
    const content = Object.fromEntries(
      streams.map((type) => [type, { schema: { type: "string" as const } }]),
    );
    return { 200: { description: "Done.", content } };
  }
  if (method === "HEAD") return { 200: { description: "The headers of the bytes." } };
  if (!reply) return { [status ?? 204]: { description: "Done; no body." } };
  return {
    [status ?? 200]: {
      description: "Done.",
      ...(etag ? { headers: etag } : {}),
      content: { "application/json": { schema: reply } },
    },
  };
}

const WHEN: Partial<Record<ErrorCode, string>> = {
  INVALID: "The input is not valid; errors names the fields.",
  UNAUTHENTICATED: "No session or token, or one that has ended.",
  FORBIDDEN: "The caller may not do this, or a browser sent it from another site.",
  NOT_FOUND: "There is no such thing.",
  CONFLICT: "It contradicts what stands; detail says how.",
  STALE: "It was changed since If-Match was read; current is what stands now.",
  PRECONDITION_REQUIRED: "If-Match is missing.",
  TOO_LARGE: "The body is too large.",
  RATE_LIMITED: "Too many calls; Retry-After says how long to wait.",
};

function failuresOf({
  method,
  scope,
  params,
  body,
  query,
  versioned,
  failure,
}: Operation): Record<string, ResponseConfig> {
  const writes = method !== "GET" && method !== "HEAD";
  const codes: ErrorCode[] = [
    ...(scope === "public" ? [] : (["UNAUTHENTICATED"] as const)),
    ...(scope === "signed-in" && !writes ? [] : (["FORBIDDEN"] as const)),
    ...(params ? (["NOT_FOUND"] as const) : []),
    ...(writes ? (["CONFLICT"] as const) : []),
    ...(versioned && writes && method !== "POST" ? (["STALE", "PRECONDITION_REQUIRED"] as const) : []),
    ...(body ? (["TOO_LARGE"] as const) : []),
    ...(body || query || params ? (["INVALID"] as const) : []),
    "RATE_LIMITED",
  ];
  const content: ResponseConfig["content"] = failure
    ? { "application/json": { schema: failure.schema } }
    : { "application/problem+json": { schema: Problem } };
  const failures: Record<string, { description: string; content: ResponseConfig["content"] }> = {};
  for (const code of codes) {
    const status = failure?.statusOf(code) ?? STATUS[code];
    const before = failures[status];
    const when = WHEN[code] ?? code;
    failures[status] = { description: before ? `${before.description} ${when}` : when, content };
  }
  return {
    ...failures,
    default: { description: "Any other failure, also of the server itself.", content },
  };
}

function descriptionOf({ description, scope, orAttempt, versioned, method, stepUp }: Operation): string {
  const needs =
    scope === "public"
      ? "Needs no sign-in."
      : scope === "signed-in"
        ? "For everyone who is signed in, and any token."
        : scope === "task-attempt"
          ? "For the task attempt whose token is sent."
          : `Needs the permission \`${scope}\`${scope === "self:write" ? ", which people have and tokens have not" : ""}.`;
  return [
    description,
    needs,
    orAttempt ? "A running task may do it with its own token." : null,
    stepUp
      ? "In the console it needs a person who signed in, or confirmed that it is them, within ten minutes."
      : null,
    versioned && method !== "GET" && method !== "POST" ? "Send the ETag that was read as If-Match." : null,
  ]
    .filter(Boolean)
    .join(" ");
}

function securityOf({ scope, security }: Operation): Record<string, string[]>[] {
  if (scope === "public") return [];
  if (security) return security.map((scheme) => ({ [scheme]: [] }));
  if (scope === "self:write") return [{ session: [] }];
  return [{ token: [] }, { session: [] }];
}

/** "GET /api/v1/runs/{run_id}/cancel" -> getRunsRunIdCancel: stable as long as the path is. */
function operationIdOf({ method, path }: Operation): string {
  const words = path.replace(/^\/api\/v1\//, "").split(/[^A-Za-z0-9]+/);
  const camel = words.filter(Boolean).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return method.toLowerCase() + camel.join("");
}

function tagOf({ path, tag }: Operation): string {
  return tag ?? path.split("/")[3] ?? "other";
}

function methodOf(method: Operation["method"]): RouteConfig["method"] {
  const methods = {
    GET: "get",
    HEAD: "head",
    POST: "post",
    PUT: "put",
    PATCH: "patch",
    DELETE: "delete",
  } as const;
  return methods[method];
}
