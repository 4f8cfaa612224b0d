import type { Metadata } from "next";
import { ViewHome } from "@/components/features/view-home";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { getView } from "@/lib/features";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

type Props = { params: Promise<{ viewName: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).viewName) };
}

export default async function FeatureViewPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("features:read")) return <ForbiddenState />;
  const name = decodeURIComponent((await params).viewName);
  const view = await foundOr404(getView(await pageCtx(), { name }));
  return (
    <Page wide>
      <ViewHome
        initial={view}
        canWrite={permissions.includes("features:write")}
        origin={new URL(env().GWANJE_URL).origin}
      />
    </Page>
  );
}
