import type { FastifyReply, FastifyRequest } from "fastify";
import { countAnswer } from "@/lib/endpoint-usage";
import type { Plane } from "../plane";

/** Where models are asked: rows, tensors, and rows as MLflow sends them. */
const ASKING = /(?:\/:endpoint|\/infer|\/invocations)$/;
/** The caller may not ask, or there is nothing to ask. */
const NOT_ASKED = new Set([401, 403, 404, 405]);

/** Counts an answer of an endpoint by its caller. */
export function countAsked({ deps }: Plane, request: FastifyRequest, reply: FastifyReply): void {
  const { method, caller, routeOptions } = request;
  const { endpoint } = Object(request.params);
  if (method !== "POST" || !caller || typeof endpoint !== "string") return;
  if (!ASKING.test(routeOptions.url ?? "") || NOT_ASKED.has(reply.statusCode)) return;
  countAnswer(deps, { endpoint, actor: caller, status: reply.statusCode, ms: reply.elapsedTime });
}
