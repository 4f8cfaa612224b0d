import * as z from "zod";
import { recordOfDocument } from "@/lib/log-records";
import { AppError } from "@/lib/platform/errors";
import { type Call, type OperationDeclaration, operation, type ServedOperation } from "../protocol";
import { jsonOf } from "./body-text";
import { RECEIVES, type Receive } from "./receive";

type Asked = Pick<Call<OperationDeclaration>, "request" | "reply">;
const Reply = z.looseObject({});
const Index = z.object({ index: z.string().meta({ examples: ["app"] }) });
const Document = Index.extend({
  id: z
    .string()
    .max(512)
    .meta({ examples: ["1"] }),
});

/** One document by itself: index() and create() of the clients, with and without an id. */
export function documentOperations(
  receive: Receive,
  say: (call: Asked, json: string) => unknown,
): ServedOperation[] {
  const take = async (call: Parameters<Receive>[0] & Asked, index: string, id: string | null) => {
    await receive(call, (body, received) => {
      const document = jsonOf(body);
      if (typeof document !== "object" || document === null || Array.isArray(document))
        throw new AppError("BAD_REQUEST", "A document is a JSON object.");
      const record = recordOfDocument({ ...document }, received);
      record.attrs.index = index;
      return { records: [record], answer: null };
    });
    // A record has no id of its own choice: one that was sent is said again, as the bulk request does.
    const made = { _index: index, _id: id ?? call.request.id, _version: 1, result: "created" };
    call.reply.code(201);
    return say(call, JSON.stringify({ ...made, _shards: { total: 1, successful: 1, failed: 0 } }));
  };
  const common = { ...RECEIVES, summary: "One document as a record.", reply: Reply, status: 201 } as const;
  const withId = (method: "PUT" | "POST", kind: "_doc" | "_create") =>
    operation({ ...common, method, path: `/{index}/${kind}/{id}`, params: Document }, (call) =>
      take(call, call.params.index, call.params.id),
    );
  return [
    operation({ ...common, path: "/{index}/_doc", params: Index }, (call) =>
      take(call, call.params.index, null),
    ),
    ...(["PUT", "POST"] as const).flatMap((method) => [withId(method, "_doc"), withId(method, "_create")]),
  ];
}
