import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { AppError } from "@/lib/platform/errors";
import { type AdmittedCall, type OperationDeclaration, operation, type ServedOperation } from "../protocol";

/**
 * The same messages are asked for under /api and, by browsers, under /ajax-api, each in two versions. `api` and `version`
 * are segments like any other, so that a message is one operation.
 */
export const BASE = "/{api}/{version}";
export const Base = z.object({
  api: z.string().meta({ examples: ["api"], description: "api, or ajax-api" }),
  version: z.string().meta({ examples: ["2.0"], description: "2.0 or 3.0" }),
});
const APIS: ReadonlySet<string> = new Set(["api", "ajax-api"]);
const VERSIONS: ReadonlySet<string> = new Set(["2.0", "3.0"]);

/** What few messages look at: by which address they were asked. */
type Asked = Pick<AdmittedCall, "plane" | "request">;
/** An answer that is JSON already. */
export type Json = { json: string };
const Reply = z.looseObject({});

type Message<P extends z.ZodObject, I extends z.ZodType> = {
  method: OperationDeclaration["method"];
  path: `/mlflow${string}`;
  scope: "experiments:read" | "experiments:write" | "models:read" | "models:write";
  summary: string;
  params?: P;
  /** Of the body, or of the query where the method has none. */
  input: I;
  example?: unknown;
  /** Takes away what no message brings back, or what others know by its name: a task's own token may not. */
  notByTasks?: true;
  /** Its work takes as long as it takes. */
  takesLong?: true;
};

/** One message of the protocol: what it carries, and what is answered. */
export function message<I extends z.ZodType, P extends z.ZodObject = z.ZodObject<Record<never, never>>>(
  { method, path, scope, summary, params, input, example, notByTasks, takesLong }: Message<P, I>,
  work: (ctx: Ctx, input: z.output<I>, params: z.output<P>, call: Asked) => Promise<Json | object>,
): ServedOperation {
  const where = { params: params ? Base.extend(params.shape) : Base };
  const declaration = {
    method,
    path: `${BASE}${path}`,
    scope,
    ...(notByTasks ? {} : { orAttempt: true as const }),
    ...(takesLong ? { takesLong } : {}),
    summary,
    reply: Reply,
    ...where,
    ...(method === "GET" ? { query: input } : { body: input }),
    ...(example === undefined ? {} : { example }),
  } satisfies OperationDeclaration;
  return operation(declaration, async ({ ctx, params: sent, query, body, reply, plane, request }) => {
    assertBase(Base.parse(sent));
    // The guarantee: the declaration above gives the one or the other this message's own schema.
    const input = (method === "GET" ? query : body) as z.output<I>;
    const answer = await work(ctx, input, sent as z.output<P>, { plane, request });
    reply.type("application/json");
    return isJson(answer) ? answer.json : JSON.stringify(answer);
  });
}

function isJson(answer: Json | object): answer is Json {
  return "json" in answer && typeof answer.json === "string";
}

export function assertBase({ api, version }: z.infer<typeof Base>): void {
  if (APIS.has(api) && VERSIONS.has(version)) return;
  throw new AppError("NOT_FOUND", `There is no /${api}/${version} here.`);
}
