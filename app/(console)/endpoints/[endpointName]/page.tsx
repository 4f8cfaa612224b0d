import type { Metadata } from "next";
import { EndpointHome } from "@/components/endpoints/endpoint-home";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { getEndpoint } from "@/lib/endpoints";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

type Props = { params: Promise<{ endpointName: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).endpointName) };
}

export default async function EndpointPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("endpoints:read")) return <ForbiddenState />;
  const name = decodeURIComponent((await params).endpointName);
  return (
    <Page wide>
      <EndpointHome
        initial={await foundOr404(getEndpoint(await pageCtx(), { name }))}
        canWrite={permissions.includes("endpoints:write")}
        canSeeModels={permissions.includes("models:read")}
        origin={new URL(env().GWANJE_URL).origin}
      />
    </Page>
  );
}
