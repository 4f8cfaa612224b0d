import * as z from "zod";
import { route } from "@/lib/http/route";
import { deletePolicy, setPolicy } from "@/lib/models";
import { PolicyBody, PolicyView } from "@/lib/models/schema";

const params = z.object({ model_name: z.string(), alias: z.string() });

export const PUT = route(
  {
    method: "PUT",
    path: "/api/v1/models/{model_name}/policies/{alias}",
    scope: "models:manage",
    summary:
      "Guard an alias: what a version must fulfil, and who approves it, before the alias stands for it.",
    description:
      '`expression` is CEL over `metrics.<key>`, `params.<key>`, `tags.<key>` and `version`, and the same of `champion`, which is what the alias stands for now. A key with other characters is written `metrics["val/auc"]`. What only a champion can decide passes while there is none; `has(champion.version)` asks whether there is one. With If-Match, 412 when the policy has changed meanwhile.',
    params,
    body: PolicyBody,
    example: { expression: "metrics.auc >= champion.metrics.auc - 0.005", approver_role: "admin" },
    reply: PolicyView,
    versioned: true,
  },
  ({ ctx, params: { model_name: name, alias }, body: policy, version }) =>
    setPolicy(ctx, { name, alias, policy, ...(version !== undefined && { version }) }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/models/{model_name}/policies/{alias}",
    scope: "models:manage",
    summary: "Remove the policy of an alias. The alias stays as it is. One that is not there is no error.",
    params,
  },
  ({ ctx, params: { model_name: name, alias } }) => deletePolicy(ctx, { name, alias }),
);
