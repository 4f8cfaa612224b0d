import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page, PageHeader } from "@/components/layout/page-header";
import { PipelineGraph } from "@/components/pipelines/pipeline-graph";
import { PipelineRuns } from "@/components/runs/pipeline-runs";
import { RunNow } from "@/components/runs/run-now";
import { ForbiddenState } from "@/components/ui/states";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getPipeline } from "@/lib/pipelines";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";

type Props = { params: Promise<{ dagId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).dagId) };
}

export default async function PipelinePage({ params }: Props) {
  const { permissions } = await requireSession();
  const dagId = decodeURIComponent((await params).dagId);
  if (!permissions.includes("pipelines:read")) return <ForbiddenState />;
  const { description } = await pipelineOr404(dagId);
  return (
    <Page wide>
      <PageHeader
        title={dagId}
        description={description}
        actions={permissions.includes("runs:write") ? <RunNow dagId={dagId} /> : undefined}
      />
      <PipelineGraph dagId={dagId} />
      <PipelineRuns dagId={dagId} />
    </Page>
  );
}

/** A name that no pipeline may have is as unknown as one that none has. */
async function pipelineOr404(dagId: string) {
  try {
    return await getPipeline(await pageCtx(), { dag_id: dagId });
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof InvalidError) return notFound();
    throw error;
  }
}
