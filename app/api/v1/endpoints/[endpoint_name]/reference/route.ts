import * as z from "zod";
import { deleteReference, getReference, setReference } from "@/lib/drift";
import { ReferenceAnswer, ReferenceInput } from "@/lib/drift/schema";
import { route } from "@/lib/http/route";

const path = "/api/v1/endpoints/{endpoint_name}/reference";
const params = z.object({ endpoint_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path,
    scope: "predictions:read",
    summary: "What the inputs of an endpoint are compared with, as it was chosen.",
    description:
      "null where nothing was: then it is the training set that the run of the model's version logged.",
    params,
    reply: ReferenceAnswer,
  },
  ({ ctx, params: { endpoint_name } }) => getReference(ctx, { endpoint: endpoint_name }),
);

export const PUT = route(
  {
    method: "PUT",
    path,
    scope: "endpoints:write",
    summary: "Choose what the inputs of an endpoint are compared with.",
    description:
      "`training_set` needs features:read, `path` artifacts:read. A file is counted by a long job; until it has ended, `state` is counting.",
    params,
    body: ReferenceInput,
    example: { training_set: "job_01KB7M3Q5XM0VH4E2YB8N6ZC1T" },
    reply: ReferenceAnswer,
  },
  ({ ctx, params: { endpoint_name }, body }) =>
    setReference(ctx, { endpoint: endpoint_name, reference: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path,
    scope: "endpoints:write",
    summary: "Compare with the training set that is found by lineage again, if there is one.",
    params,
  },
  ({ ctx, params: { endpoint_name } }) => deleteReference(ctx, { endpoint: endpoint_name }),
);
