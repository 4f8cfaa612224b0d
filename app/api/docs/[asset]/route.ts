import * as z from "zod";
import { swaggerAsset } from "@/lib/http/openapi/swagger";
import { route } from "@/lib/http/route";
import { NotFoundError } from "@/lib/platform/errors";

export const GET = route(
  {
    method: "GET",
    path: "/api/docs/{asset}",
    scope: "signed-in",
    summary: "Script and style of the API's page.",
    params: z.object({ asset: z.string() }),
  },
  async ({ params }) => {
    const asset = await swaggerAsset(params.asset);
    if (!asset) throw new NotFoundError("file", params.asset);
    return asset;
  },
);
