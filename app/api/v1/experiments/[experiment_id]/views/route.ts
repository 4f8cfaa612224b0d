import * as z from "zod";
import { listTableViews, saveTableView } from "@/lib/experiments";
import { TableViewBody, TableViewList, TableViewSaved } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

const params = z.object({ experiment_id: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiments/{experiment_id}/views",
    scope: "experiments:read",
    summary: "Saved views of an experiment's runs: those of the team, and one's own.",
    params,
    reply: TableViewList,
  },
  ({ ctx, params }) => listTableViews(ctx, params),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiments/{experiment_id}/views",
    scope: "self:write",
    summary: "Save a view of an experiment's runs. One that the team sees needs experiments:write too.",
    params,
    body: TableViewBody,
    example: {
      name: "By learning rate",
      state: { filter: "metrics.auc > 0.7", group: ["params.lr"], cols: ["metrics.auc"] },
      is_shared: true,
    },
    reply: TableViewSaved,
    status: 201,
  },
  ({ ctx, params, body }) => saveTableView(ctx, { ...body, ...params }),
);
