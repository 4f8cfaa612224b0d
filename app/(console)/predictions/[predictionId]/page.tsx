import type { Metadata } from "next";
import { Page } from "@/components/layout/page-header";
import { PredictionHome } from "@/components/predictions/prediction-home";
import { ForbiddenState } from "@/components/ui/states";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getPrediction } from "@/lib/predictions";

type Props = { params: Promise<{ predictionId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).predictionId) };
}

export default async function PredictionPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("predictions:read")) return <ForbiddenState />;
  const prediction_id = decodeURIComponent((await params).predictionId).slice(0, 100);
  const prediction = await foundOr404(getPrediction(await pageCtx(), { prediction_id }));
  return (
    <Page wide>
      <PredictionHome prediction={prediction} canReadModels={permissions.includes("models:read")} />
    </Page>
  );
}
