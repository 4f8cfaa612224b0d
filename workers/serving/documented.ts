import type { Operation, SecurityScheme } from "@/lib/http/openapi/operation";
import { AppError, type ErrorCode } from "@/lib/platform/errors";
import type { OperationDeclaration, Protocol } from "./protocol";

/** The operations of a protocol as the API's document lists them: once, below the first of its prefixes. */
export function documented(protocol: Protocol): Operation[] {
  const [first] = protocol.prefixes;
  const failure = failureOf(protocol);
  const base = typeof first === "string" ? first : "";
  return protocol.operations.map(({ declaration }) => ({
    ...declaration,
    path: base + declaration.path.replace("{+", "{"),
    tag: protocol.name,
    ...(failure && { failure }),
    security: securityOf(protocol, declaration),
  }));
}

/** The shape itself says with which status it shows an error. */
function failureOf({ errorShape, errorSchema }: Protocol): Operation["failure"] {
  if (!errorSchema) return undefined;
  const statusOf = (code: ErrorCode) => errorShape(new AppError(code, ""), { id: "", path: "" }).status;
  return { schema: errorSchema, statusOf };
}

function securityOf({ authenticate }: Protocol, { scope, orAttempt, method }: OperationDeclaration) {
  if (scope === "public") return [];
  const ways = typeof authenticate === "function" ? [] : authenticate;
  const schemes: SecurityScheme[] = [];
  const byAttempt = scope === "task-attempt" || scope === "signed-in" || orAttempt;
  if (scope !== "task-attempt" && ways.includes("token")) schemes.push("token", "basic");
  const reads = method === "GET" || method === "HEAD";
  if (scope !== "task-attempt" && ways.includes(reads ? "session" : "page")) schemes.push("session");
  if (byAttempt && ways.includes("attempt")) schemes.push("attempt");
  return schemes;
}
