import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import type { TaskRun } from "@/components/experiments/run-facts";
import { RunHome } from "@/components/experiments/run-home";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { runName } from "@/lib/client/run-name";
import { readTrainingRun } from "@/lib/experiments";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getRunHead } from "@/lib/runs";

type Props = { params: Promise<{ experimentId: string; runId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { runId } = await params;
  const { permissions } = await requireSession();
  const known = permissions.includes("experiments:read")
    ? await readTrainingRun(await pageCtx(), { run_id: runId }).catch(() => null)
    : null;
  if (!known) return { title: (await getTranslations("experiments"))("title") };
  return { title: `${known.name} · ${known.experiment_name}` };
}

export default async function TrainingRunPage({ params }: Props) {
  const { permissions, timeZone } = await requireSession();
  const { experimentId, runId } = await params;
  if (!permissions.includes("experiments:read")) return <ForbiddenState />;
  const run = await foundOr404(readTrainingRun(await pageCtx(), { run_id: runId }));
  if (run.experiment_id !== experimentId) return notFound();
  return (
    <Page wide>
      <RunHome
        initial={run}
        canWrite={permissions.includes("experiments:write")}
        canReadModels={permissions.includes("models:read")}
        canReadLogs={permissions.includes("logs:read")}
        taskRun={permissions.includes("runs:read") ? await taskRunOf(run.dag_run_id, timeZone) : null}
      />
    </Page>
  );
}

/** Null where no task made it, or the run of the task is gone. */
async function taskRunOf(dagRunId: string | null, zone: string): Promise<TaskRun | null> {
  if (dagRunId === null) return null;
  const run = await getRunHead(await pageCtx(), { run_id: dagRunId }).catch(() => null);
  if (!run) return null;
  const { text } = runName(run, { locale: await getLocale(), zone, now: new Date() });
  const href = `/pipelines/${encodeURIComponent(run.dag_id)}/runs/${encodeURIComponent(run.id)}`;
  return { href, name: `${run.dag_id} · ${text}` };
}
