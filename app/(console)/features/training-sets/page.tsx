import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TrainingSetsPanel } from "@/components/training-sets/training-sets-panel";
import { FeaturesPage } from "../features-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("training_sets"))("title") };
}

export default function TrainingSetsPage() {
  return <FeaturesPage>{({ canWrite }) => <TrainingSetsPanel canWrite={canWrite} />}</FeaturesPage>;
}
