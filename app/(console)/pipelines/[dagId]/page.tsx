import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BackfillButton } from "@/components/backfills/backfill-button";
import { Page, PageHeader } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { PipelineCode } from "@/components/pipelines/code/pipeline-code";
import { ImportErrors } from "@/components/pipelines/import-errors";
import { pipelineHref } from "@/components/pipelines/list-model";
import { PipelineActive } from "@/components/pipelines/pipeline-active";
import { PipelineDoc } from "@/components/pipelines/pipeline-doc";
import { PipelineFacts } from "@/components/pipelines/pipeline-facts";
import { PipelineGraph } from "@/components/pipelines/pipeline-graph";
import { RunButton } from "@/components/pipelines/run-button";
import { PipelineMenu } from "@/components/retention/pipeline-menu";
import { PipelineDurations } from "@/components/runs/pipeline-durations";
import { PipelineRuns } from "@/components/runs/pipeline-runs";
import { ForbiddenState } from "@/components/ui/states";
import { NavTabs } from "@/components/ui/tabs";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getPipeline } from "@/lib/pipelines";
import { PipelineSummary } from "@/lib/pipelines/schema";

type Props = { params: Promise<{ dagId: string }>; searchParams: Promise<{ tab?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).dagId) };
}

export default async function PipelinePage({ params, searchParams }: Props) {
  const { permissions } = await requireSession();
  const dagId = decodeURIComponent((await params).dagId);
  if (!permissions.includes("pipelines:read")) return <ForbiddenState />;
  const pipeline = await foundOr404(getPipeline(await pageCtx(), { dag_id: dagId }));
  const t = await getTranslations("pipelines");
  const { tab } = await searchParams;
  const canRun = permissions.includes("runs:write");
  return (
    <Page wide>
      <PageHeader
        title={dagId}
        description={<PipelineFacts initial={PipelineSummary.parse(pipeline)} />}
        badges={
          <PipelineActive
            dagId={dagId}
            isPaused={pipeline.is_paused}
            canWrite={permissions.includes("pipelines:write")}
          />
        }
        actions={
          <>
            {permissions.includes("logs:read") ? <LogsLink ids={{ pipeline: dagId }} /> : null}
            {canRun ? (
              <>
                <BackfillButton dagId={dagId} />
                <RunButton dagId={dagId} />
                {permissions.includes("pipelines:write") ? <PipelineMenu dagId={dagId} /> : null}
              </>
            ) : null}
          </>
        }
        tabs={
          <NavTabs
            label={dagId}
            tabs={[
              {
                href: pipelineHref(dagId),
                label: t("tab_overview"),
                active: tab !== "code" && tab !== "durations",
              },
              {
                href: `${pipelineHref(dagId)}?tab=durations`,
                label: t("tab_durations"),
                active: tab === "durations",
              },
              { href: `${pipelineHref(dagId)}?tab=code`, label: t("tab_code"), active: tab === "code" },
            ]}
          />
        }
      />
      <ImportErrors dagId={dagId} />
      {tab === "code" ? <PipelineCode dagId={dagId} /> : null}
      {tab === "durations" ? <PipelineDurations dagId={dagId} /> : null}
      {tab === "code" || tab === "durations" ? null : (
        <>
          <PipelineRuns
            dagId={dagId}
            timeZone={pipeline.schedule?.time_zone ?? "UTC"}
            canWrite={canRun}
            graph={<PipelineGraph dagId={dagId} />}
          />
          <PipelineDoc dagId={dagId} />
        </>
      )}
    </Page>
  );
}
