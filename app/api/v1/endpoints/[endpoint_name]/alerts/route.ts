import * as z from "zod";
import { createAlert, listAlertsOf } from "@/lib/alerts";
import { AlertInput, AlertList, AlertView } from "@/lib/alerts/schema";
import { route } from "@/lib/http/route";

const path = "/api/v1/endpoints/{endpoint_name}/alerts";
const params = z.object({ endpoint_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path,
    scope: "endpoints:read",
    summary: "The alert rules of an endpoint with their states, those that fire first.",
    params,
    reply: AlertList,
  },
  ({ ctx, params: { endpoint_name } }) => listAlertsOf(ctx, { endpoint: endpoint_name }),
);

export const POST = route(
  {
    method: "POST",
    path,
    scope: "endpoints:write",
    summary: "Add an alert rule to an endpoint.",
    description:
      "metric is auc, calibration_error or mean_error of what came true, psi or ks of inputs (of one, or the most shifted), error_rate or p99_ms of requests. A state is taken after `looks` looks in a row that saw it. The webhook gets alert.firing and alert.resolved.",
    params,
    body: AlertInput,
    example: { name: "Inputs have shifted", metric: "psi", comparison: "above", threshold: 0.25, looks: 2 },
    reply: AlertView,
    status: 201,
  },
  ({ ctx, params: { endpoint_name }, body }) => createAlert(ctx, { endpoint: endpoint_name, alert: body }),
);
