import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/layout/page-header";
import { CompareHome } from "@/components/models/compare-home";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

type Props = { params: Promise<{ modelName: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("models"))("compare") };
}

export default async function CompareVersionsPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("models:read")) return <ForbiddenState />;
  return (
    <Page wide>
      <CompareHome name={decodeURIComponent((await params).modelName)} />
    </Page>
  );
}
