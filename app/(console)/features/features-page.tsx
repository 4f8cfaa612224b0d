import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { FeaturesTabs } from "@/components/features/features-tabs";
import { Page, PageHeader } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

type About = { canWrite: boolean; origin: string };

/** The common frame of the feature store's lists. */
export async function FeaturesPage({ children }: { children: (about: About) => ReactNode }) {
  const { permissions } = await requireSession();
  const t = await getTranslations("features");
  return (
    <Page wide>
      <PageHeader title={t("title")} description={t("description")} tabs={<FeaturesTabs />} />
      {permissions.includes("features:read") ? (
        children({
          canWrite: permissions.includes("features:write"),
          origin: new URL(env().GWANJE_URL).origin,
        })
      ) : (
        <ForbiddenState />
      )}
    </Page>
  );
}
