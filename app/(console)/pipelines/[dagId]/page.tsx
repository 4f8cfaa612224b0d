import type { Metadata } from "next";
import { Page, PageHeader } from "@/components/layout/page-header";
import { PipelineRuns } from "@/components/runs/pipeline-runs";
import { RunNow } from "@/components/runs/run-now";
import { requireSession } from "@/lib/http/session";

type Props = { params: Promise<{ dagId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).dagId) };
}

export default async function PipelinePage({ params }: Props) {
  const { permissions } = await requireSession();
  const dagId = decodeURIComponent((await params).dagId);
  return (
    <Page wide>
      <PageHeader
        title={dagId}
        actions={permissions.includes("runs:write") ? <RunNow dagId={dagId} /> : undefined}
      />
      <PipelineRuns dagId={dagId} />
    </Page>
  );
}
