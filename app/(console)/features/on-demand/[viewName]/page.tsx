import type { Metadata } from "next";
import { Page } from "@/components/layout/page-header";
import { OnDemandHome } from "@/components/on-demand-views/on-demand-home";
import { ForbiddenState } from "@/components/ui/states";
import { getOnDemandView } from "@/lib/features";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";

type Props = { params: Promise<{ viewName: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).viewName) };
}

export default async function OnDemandViewPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("features:read")) return <ForbiddenState />;
  const name = decodeURIComponent((await params).viewName);
  const view = await foundOr404(getOnDemandView(await pageCtx(), { name }));
  return (
    <Page wide>
      <OnDemandHome initial={view} canWrite={permissions.includes("features:write")} />
    </Page>
  );
}
