import type { Metadata } from "next";
import { SourceHome } from "@/components/feature-sources/source-home";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { getSource } from "@/lib/features";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";

type Props = { params: Promise<{ sourceName: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).sourceName) };
}

export default async function FeatureSourcePage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("features:read")) return <ForbiddenState />;
  const name = decodeURIComponent((await params).sourceName);
  const source = await foundOr404(getSource(await pageCtx(), { name }));
  return (
    <Page wide>
      <SourceHome initial={source} canWrite={permissions.includes("features:write")} />
    </Page>
  );
}
