import * as z from "zod";
import { route } from "@/lib/http/route";
import { rollBackAlias } from "@/lib/models";
import { RollbackBody, RollbackView } from "@/lib/models/schema";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/models/{model_name}/aliases/{alias}/rollback",
    scope: "models:write",
    summary: "Put an alias back to the version that it stood for before `from`. No policy is asked.",
    params: z.object({ model_name: z.string(), alias: z.string() }),
    body: RollbackBody,
    example: { from: 3, reason: "Delays are predicted too low since the promotion." },
    reply: RollbackView,
  },
  ({ ctx, params: { model_name: name, alias }, body }) => rollBackAlias(ctx, { ...body, name, alias }),
);
