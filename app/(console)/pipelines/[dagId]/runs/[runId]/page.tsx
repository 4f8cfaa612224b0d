import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page-header";
import { RunView } from "@/components/runs/run-view";
import { ForbiddenState } from "@/components/ui/states";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getRunHead } from "@/lib/runs";

type Props = { params: Promise<{ dagId: string; runId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).dagId) };
}

export default async function RunPage({ params }: Props) {
  const { permissions } = await requireSession();
  const { dagId, runId } = await params;
  if (!permissions.includes("runs:read")) return <ForbiddenState />;
  const run = await foundOr404(getRunHead(await pageCtx(), { run_id: decodeURIComponent(runId) }));
  // A run has one address: under the pipeline that it is of.
  if (run.dag_id !== decodeURIComponent(dagId)) return notFound();
  return (
    <Page wide>
      <RunView head={run} canWrite={permissions.includes("runs:write")} />
    </Page>
  );
}
