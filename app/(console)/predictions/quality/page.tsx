import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { QualityPanel } from "@/components/predictions/quality-panel";
import { PredictionsPage } from "../predictions-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("predictions"))("quality.title") };
}

export default function PredictionQualityPage() {
  return <PredictionsPage>{({ canChoose }) => <QualityPanel canChoose={canChoose} />}</PredictionsPage>;
}
