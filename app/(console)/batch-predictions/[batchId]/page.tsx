import type { Metadata } from "next";
import { BatchHome } from "@/components/batch-predictions/batch-home";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { getBatchPrediction } from "@/lib/batch-predictions";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";

type Props = { params: Promise<{ batchId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).batchId) };
}

export default async function BatchPredictionPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("endpoints:read")) return <ForbiddenState />;
  const id = decodeURIComponent((await params).batchId);
  const batch = await foundOr404(getBatchPrediction(await pageCtx(), { id }));
  return (
    <Page wide>
      <BatchHome initial={batch} canRun={permissions.includes("predictions:run")} />
    </Page>
  );
}
