import type { FastifyRequest } from "fastify";

/** What a request says beside its body: an endpoint may choose its variant by it. */
export const sentWith = ({ headers, query }: FastifyRequest) => ({ headers, query: Object(query) });
