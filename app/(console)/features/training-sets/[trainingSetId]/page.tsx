import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/layout/page-header";
import { TrainingSetHome } from "@/components/training-sets/training-set-home";
import { ForbiddenState } from "@/components/ui/states";
import { getTrainingSet } from "@/lib/features";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";

type Props = { params: Promise<{ trainingSetId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("training_sets"))("title") };
}

export default async function TrainingSetPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("features:read")) return <ForbiddenState />;
  const id = decodeURIComponent((await params).trainingSetId);
  const set = await foundOr404(getTrainingSet(await pageCtx(), { id }));
  return (
    <Page wide>
      <TrainingSetHome initial={set} canWrite={permissions.includes("features:write")} />
    </Page>
  );
}
