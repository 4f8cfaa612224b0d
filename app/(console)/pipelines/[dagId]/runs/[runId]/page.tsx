import type { Metadata } from "next";
import { Page } from "@/components/layout/page-header";
import { RunView } from "@/components/runs/run-view";
import { requireSession } from "@/lib/http/session";

type Props = { params: Promise<{ dagId: string; runId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).dagId) };
}

export default async function RunPage({ params }: Props) {
  const { permissions } = await requireSession();
  const { dagId, runId } = await params;
  return (
    <Page wide>
      <RunView
        dagId={decodeURIComponent(dagId)}
        runId={decodeURIComponent(runId)}
        canWrite={permissions.includes("runs:write")}
      />
    </Page>
  );
}
