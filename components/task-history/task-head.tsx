"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { pipelineQueries } from "@/components/pipelines/queries";
import { taskHref } from "@/components/runs/run-href";
import { tasksHref } from "@/components/runs/runs-href";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

/** A task's name, what it is in the newest version, and the tasks before and after it. */
export function TaskHead({ dagId, taskId }: { dagId: string; taskId: string }) {
  const t = useTranslations("task_history");
  const head = useQuery(pipelineQueries.detail(dagId)).data?.head;
  const tasks = head?.spec.tasks ?? [];
  const task = tasks.find((one) => one.task_id === taskId);
  const after = tasks.filter((one) => one.depends_on.includes(taskId)).map((one) => one.task_id);
  return (
    <PageHeader
      title={<span className="break-all">{taskId}</span>}
      above={
        <Breadcrumb
          label={t("breadcrumb")}
          items={[{ label: dagId, href: `/pipelines/${encodeURIComponent(dagId)}` }, { label: taskId }]}
        />
      }
      badges={task ? <Badge>{task.kind}</Badge> : head ? <Badge tone="warning">{t("gone")}</Badge> : null}
      description={
        <span className="flex min-h-5 flex-wrap gap-x-5 gap-y-1 text-xs">
          <Tasks dagId={dagId} label={t("after")} names={task?.depends_on ?? []} />
          <Tasks dagId={dagId} label={t("before")} names={after} />
        </span>
      }
      actions={
        <Button asChild>
          <Link href={tasksHref({ pipeline: [dagId], task: taskId })}>{t("open_list")}</Link>
        </Button>
      }
    />
  );
}

/** So many are named; the graph of the pipeline has all. */
const MOST_NAMED = 8;

function Tasks({ dagId, label, names }: { dagId: string; label: string; names: readonly string[] }) {
  const t = useTranslations("task_history");
  if (names.length === 0) return null;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="text-fg-subtle">{label}</span>
      {names.slice(0, MOST_NAMED).map((name) => (
        <Link key={name} href={taskHref(dagId, name)} className="break-all text-fg hover:underline">
          {name}
        </Link>
      ))}
      {names.length > MOST_NAMED ? <span>{t("and_more", { count: names.length - MOST_NAMED })}</span> : null}
    </span>
  );
}
