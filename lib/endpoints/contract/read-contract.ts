import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { joinableColumns } from "../features/own-inputs";
import { findEndpoint, listEndpointRows } from "../repository/endpoints";
import type { EndpointContract } from "../schema";
import { type Live, liveModel, warmModel } from "../serving/live";
import { routingOf } from "../serving/routing";
import { mainSlot } from "../split/choose-slot";
import { contractOf } from "./contract";
import { type Documented, openApiOf } from "./openapi";

const Named = z.strictObject({ endpoint: z.string().max(300) });
const At = z.strictObject({ serverUrl: z.string().max(1_000) });
/** More would be no document that a page can show. */
const MOST_DOCUMENTED = 200;

/** What an endpoint takes and gives. Loads its model when it is not warm. */
export const endpointContract = read("predictions:run", Named, (ctx, { endpoint }) =>
  contractNamed(ctx, endpoint),
);

/** The OpenAPI document of one endpoint. Loads its model when it is not warm. */
export const endpointOpenApi = read(
  "predictions:run",
  Named.extend(At.shape),
  async (ctx, { endpoint, serverUrl }) => {
    const contract = await contractNamed(ctx, endpoint);
    const { name, description, model } = contract;
    return openApiOf([{ name, description, contract }], {
      title: name,
      version: String(model.version),
      description: description || `The endpoint ${name}.`,
      serverUrl,
    });
  },
);

/** The OpenAPI document of all endpoints that answer. It loads no model. */
export const endpointsOpenApi = read("predictions:run", At, async (ctx, { serverUrl }) => {
  const rows = (await listEndpointRows(poolSql(ctx.db.pool))).filter(({ enabled }) => enabled);
  const documented = await Promise.all(
    rows.slice(0, MOST_DOCUMENTED).map(async ({ name, description }): Promise<Documented> => {
      const warm = warmModel(ctx, name);
      return { name, description, contract: warm && (await contractOfLive(ctx, warm)) };
    }),
  );
  const left = rows.length - documented.length;
  return openApiOf(documented, {
    title: "Predictions",
    version: "1",
    description: `The endpoints of this installation.${left > 0 ? ` The first ${MOST_DOCUMENTED} of ${rows.length}.` : ""}`,
    serverUrl,
  });
});

/** Throws NotFoundError. */
export const namedEndpoint = read("predictions:run", Named, async (ctx, { endpoint }) => {
  const row = await findEndpoint(poolSql(ctx.db.pool), endpoint);
  if (!row) throw new NotFoundError("endpoint", endpoint);
  return row.name;
});

/** What the variant with the greatest share takes and gives. */
async function contractNamed(ctx: Ctx, name: string): Promise<EndpointContract> {
  const routing = await routingOf(ctx.db, name);
  return contractOfLive(ctx, await liveModel(ctx, routing, mainSlot(routing)));
}

async function contractOfLive(
  { db }: Pick<Ctx, "db">,
  { endpoint, version, model }: Live,
): Promise<EndpointContract> {
  const { name, description, maxRows, live } = endpoint;
  const joined = live.features && (await joinableColumns(db, live.features.service));
  return contractOf({ name, description, maxRows, version, model, joined });
}
