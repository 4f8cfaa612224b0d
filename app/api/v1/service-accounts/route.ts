import { route } from "@/lib/http/route";
import { createServiceAccount, listServiceAccounts } from "@/lib/team";
import { ServiceAccountInput, ServiceAccountList, ServiceAccountView } from "@/lib/team/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/service-accounts",
    scope: "team:manage",
    summary: "The service accounts and their tokens.",
    reply: ServiceAccountList,
  },
  ({ ctx }) => listServiceAccounts(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/service-accounts",
    scope: "team:manage",
    stepUp: true,
    summary: "Make an account for a program: it has a role and tokens, and cannot sign in.",
    description: "Only for roles whose permissions the caller has: a token needs all of their scopes.",
    body: ServiceAccountInput,
    example: { name: "nightly-report", role: "viewer", description: "Reads yesterday's runs." },
    reply: ServiceAccountView,
    status: 201,
  },
  ({ ctx, body }) => createServiceAccount(ctx, body),
);
