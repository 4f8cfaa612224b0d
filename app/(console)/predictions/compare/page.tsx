import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/layout/page-header";
import { ComparePredictions } from "@/components/predictions/compare-home";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("predictions"))("compare_title") };
}

export default async function ComparePredictionsPage() {
  const { permissions } = await requireSession();
  return (
    <Page wide>{permissions.includes("predictions:read") ? <ComparePredictions /> : <ForbiddenState />}</Page>
  );
}
