import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { type Call, type OperationDeclaration, operation, type Protocol } from "../protocol";
import { readBulk } from "./elastic-bulk";
import { documentOperations } from "./elastic-document";
import { RECEIVES, type Receive, type Receiver } from "./receive";
import { textShape } from "./text-shape";

/** Clients take no answer without it for one of Elasticsearch. */
const PRODUCT = { "x-elastic-product": "Elasticsearch" };
const Any = z.looseObject({});
const Index = z.object({ index: z.string().meta({ examples: ["app"] }) });
const Rest = z.object({ rest: z.string().meta({ examples: ["_nodes/http"] }) });
type Asked = Pick<Call<OperationDeclaration>, "request" | "reply">;

/**
 * What shippers of Elasticsearch ask of a server that they write to, and no search: the bulk request, and the small questions
 * before it. What is wrong with the request as a whole is answered as plain text: rsyslog gives up a batch for an answer in
 * JSON, and sends it again for any other.
 */
const elasticShape = textShape(PRODUCT);

async function bulk(receive: Receive, call: Asked & { ctx: Ctx }, index: string | null) {
  const { items, failed, took } = await receive(call, (body, received) => {
    const read = readBulk(body, index, received);
    return { records: read.records, answer: { ...read, took: 0 } };
  });
  // Fluent Bit looks for this very text.
  return say(call, `{"took":${took},"errors":${failed},"items":${JSON.stringify(items)}}`);
}

function say({ reply }: Asked, json: string) {
  return reply.headers({ ...PRODUCT, "content-type": "application/json" }).send(Buffer.from(json));
}

const ask = (method: "GET" | "HEAD" | "PUT" | "POST", path: `/${string}`, answer: (call: Asked) => unknown) =>
  operation(
    {
      method,
      path,
      scope: "logs:write",
      orAttempt: true,
      summary: "A question of Elasticsearch's shippers.",
      ...(path.includes("{+rest}") ? { params: Rest } : path.includes("{index}") ? { params: Index } : {}),
      ...(method === "HEAD" ? {} : { reply: Any }),
    },
    async (call) => say(call, JSON.stringify(answer(call))),
  );

const REFRESHED = { _shards: { total: 1, successful: 1, failed: 0 } };

export const elasticProtocol = ({ limits, receive }: Receiver): Protocol => ({
  name: "elasticsearch",
  prefixes: ["/ingest/es"],
  authenticate: ["token", "attempt"],
  errorShape: elasticShape,
  limits,
  operations: [
    ...(["POST", "PUT"] as const).flatMap((method) => [
      operation(
        {
          ...RECEIVES,
          method,
          path: "/_bulk",
          summary: "Documents as records, in Elasticsearch's bulk form.",
          reply: Any,
        },
        (call) => bulk(receive, call, null),
      ),
      operation(
        {
          ...RECEIVES,
          method,
          path: "/{index}/_bulk",
          summary: "The same, into one index, which becomes the attribute index.",
          params: Index,
          reply: Any,
        },
        (call) => bulk(receive, call, call.params.index),
      ),
    ]),
    ...documentOperations(receive, say),
    ask("GET", "/", ({ request }) => ({
      name: "gwanje",
      cluster_name: "gwanje",
      cluster_uuid: "gwanje",
      version: {
        number: versionFor(request.headers["user-agent"]),
        build_flavor: "default",
        lucene_version: "9.12.0",
        minimum_wire_compatibility_version: "7.17.0",
        minimum_index_compatibility_version: "7.0.0",
      },
      tagline: "You Know, for Search",
    })),
    ask("GET", "/_license", () => ({ license: { status: "active", type: "basic", uid: "gwanje" } })),
    ask("GET", "/_xpack", () => ({
      license: { status: "active" },
      features: { ilm: { available: true, enabled: true } },
    })),
    ask("GET", "/_cluster/health", () => ({
      cluster_name: "gwanje",
      status: "green",
      timed_out: false,
      number_of_nodes: 1,
    })),
    ask("GET", "/_cat/health", () => ({})),
    ask("GET", "/{index}/_refresh", () => REFRESHED),
    ask("POST", "/{index}/_refresh", () => REFRESHED),
    ask("GET", "/{+rest}", () => ({})),
    ask("HEAD", "/", () => ({})),
    ask("HEAD", "/{+rest}", () => ({})),
    ask("PUT", "/{+rest}", () => ({ acknowledged: true })),
  ],
});

/** A shipper refuses a server that is older than itself: it is told its own version. */
function versionFor(agent: string | undefined): string {
  return /\b(?:elastic|beat)\S*\/(\d{1,2}\.\d{1,3}\.\d{1,3})/i.exec(agent ?? "")?.[1] ?? "8.19.0";
}
