import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/layout/page-header";
import { ComparePage } from "@/components/run-compare/compare-page";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("run_compare"))("title") };
}

export default async function CompareRuns() {
  const { permissions } = await requireSession();
  return <Page wide>{permissions.includes("runs:read") ? <ComparePage /> : <ForbiddenState />}</Page>;
}
