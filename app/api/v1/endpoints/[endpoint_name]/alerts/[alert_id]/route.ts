import * as z from "zod";
import { changeAlert, deleteAlert, getAlert } from "@/lib/alerts";
import { AlertChange, AlertView } from "@/lib/alerts/schema";
import { route } from "@/lib/http/route";

const path = "/api/v1/endpoints/{endpoint_name}/alerts/{alert_id}";
const params = z.object({ endpoint_name: z.string(), alert_id: z.string() });
const refOf = ({ endpoint_name, alert_id }: z.infer<typeof params>) => ({
  endpoint: endpoint_name,
  alert_id,
});

export const GET = route(
  {
    method: "GET",
    path,
    scope: "endpoints:read",
    summary: "One alert rule with its state.",
    params,
    reply: AlertView,
  },
  ({ ctx, params: of }) => getAlert(ctx, refOf(of)),
);

export const PATCH = route(
  {
    method: "PATCH",
    path,
    scope: "endpoints:write",
    summary: "Change an alert rule. One that asks something else then begins without data.",
    params,
    body: AlertChange,
    example: { threshold: 0.5, looks: 3 },
    versioned: true,
    reply: AlertView,
  },
  ({ ctx, params: of, body, version }) => changeAlert(ctx, { ...refOf(of), version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path,
    scope: "endpoints:write",
    summary: "Delete an alert rule.",
    params,
    versioned: true,
  },
  ({ ctx, params: of, version }) => deleteAlert(ctx, { ...refOf(of), version }),
);
