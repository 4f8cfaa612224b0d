import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PredictionsTable } from "@/components/predictions/predictions-table";
import { PredictionsPage } from "./predictions-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("predictions"))("title") };
}

export default function PredictionLogPage() {
  return <PredictionsPage>{({ days }) => <PredictionsTable days={days} />}</PredictionsPage>;
}
