import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page-header";
import { VersionHome } from "@/components/models/version-home";
import { ForbiddenState } from "@/components/ui/states";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { readVersion } from "@/lib/models";

type Props = { params: Promise<{ modelName: string; version: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { modelName, version } = await params;
  return { title: `${decodeURIComponent(modelName)} v${version}` };
}

export default async function VersionPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("models:read")) return <ForbiddenState />;
  const { modelName, version } = await params;
  if (!/^\d{1,9}$/.test(version)) return notFound();
  const name = decodeURIComponent(modelName);
  const found = await foundOr404(readVersion(await pageCtx(), { name, version }));
  return (
    <Page wide>
      <VersionHome initial={found} canWrite={permissions.includes("models:write")} />
    </Page>
  );
}
