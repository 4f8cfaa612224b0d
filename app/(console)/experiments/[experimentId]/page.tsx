import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ExperimentHome } from "@/components/experiments/experiment-home";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { readExperiment } from "@/lib/experiments";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

type Props = { params: Promise<{ experimentId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { experimentId } = await params;
  const { permissions } = await requireSession();
  const known = permissions.includes("experiments:read")
    ? await readExperiment(await pageCtx(), { experiment_id: experimentId }).catch(() => null)
    : null;
  return { title: known?.name ?? (await getTranslations("experiments"))("title") };
}

export default async function ExperimentPage({ params }: Props) {
  const { permissions } = await requireSession();
  const { experimentId } = await params;
  if (!permissions.includes("experiments:read")) return <ForbiddenState />;
  const experiment = await foundOr404(readExperiment(await pageCtx(), { experiment_id: experimentId }));
  return (
    <Page wide>
      <ExperimentHome
        initial={experiment}
        canWrite={permissions.includes("experiments:write")}
        origin={new URL(env().GWANJE_URL).origin}
      />
    </Page>
  );
}
