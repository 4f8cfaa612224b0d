import type { Metadata } from "next";
import { Page } from "@/components/layout/page-header";
import { TaskHead } from "@/components/task-history/task-head";
import { TaskHistory } from "@/components/task-history/task-history";
import { ForbiddenState } from "@/components/ui/states";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getTaskHistory } from "@/lib/runs";

type Props = { params: Promise<{ dagId: string; taskId: string }> };

const namesOf = async (params: Props["params"]) => {
  const { dagId, taskId } = await params;
  return { dagId: decodeURIComponent(dagId), taskId: decodeURIComponent(taskId) };
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { dagId, taskId } = await namesOf(params);
  return { title: `${taskId} · ${dagId}` };
}

export default async function TaskPage({ params }: Props) {
  const { permissions } = await requireSession();
  const { dagId, taskId } = await namesOf(params);
  if (!permissions.includes("runs:read")) return <ForbiddenState />;
  await foundOr404(getTaskHistory(await pageCtx(), { dag_id: dagId, task_id: taskId, limit: 1 }));
  return (
    <Page wide>
      <TaskHead dagId={dagId} taskId={taskId} />
      <TaskHistory dagId={dagId} taskId={taskId} />
    </Page>
  );
}
