import { route } from "@/lib/http/route";
import { createToken, listTokens } from "@/lib/team";
import { NewToken, TokenInput, TokenList } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/tokens",
    scope: "self:write",
    summary: "One's own API tokens.",
    reply: TokenList,
  },
  ({ ctx }) => listTokens(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/tokens",
    scope: "self:write",
    stepUp: true,
    summary: "Make an API token; it is in this answer and never again.",
    body: TokenInput,
    example: { name: "laptop", scopes: ["runs:read", "runs:write"], expires_in_days: 30 },
    reply: NewToken,
    status: 201,
  },
  ({ ctx, body }) => createToken(ctx, body),
);
