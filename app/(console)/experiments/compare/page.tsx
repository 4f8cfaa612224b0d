import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ComparisonHome } from "@/components/comparison/comparison-home";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("comparison"))("title") };
}

export default async function ComparePage() {
  const { permissions } = await requireSession();
  if (!permissions.includes("experiments:read")) return <ForbiddenState />;
  return (
    <Page wide>
      <ComparisonHome canRun={permissions.includes("runs:write")} />
    </Page>
  );
}
