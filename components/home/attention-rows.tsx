"use client";
import { CalendarX2, CircleX, FileWarning, Hourglass, ServerCrash, Unplug, Wrench } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useJobWords } from "@/components/jobs/job-words";
import { runsHref } from "@/components/runs/runs-href";
import { useErrorWords } from "@/components/runs/use-error-words";
import { useRunName } from "@/components/runs/use-run-name";
import { useWaitWords } from "@/components/runs/wait-words";
import { RelativeTime } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { useReasonWords } from "@/components/ui/reason-words";
import { cn } from "@/lib/client/cn";
import type { AttentionItem } from "@/lib/home/schema";
import { pipelineHref, runHref } from "./hrefs";

type Of<K extends AttentionItem["kind"]> = Extract<AttentionItem, { kind: K }>;
/** Each kind as a row. */
const ROWS: { [K in AttentionItem["kind"]]: (props: { item: Of<K> }) => ReactNode } = {
  job: JobRow,
  no_worker: NoWorkerRow,
  worker_lost: WorkerLostRow,
  failing: FailingRow,
  import_error: ImportErrorRow,
  late: LateRow,
  schedule: ScheduleRow,
  stuck: StuckRow,
};

export function AttentionRow({ item }: { item: AttentionItem }) {
  const Row = ROWS[item.kind] as (props: { item: AttentionItem }) => ReactNode;
  return <Row item={item} />;
}

type RowProps = {
  icon: typeof CircleX;
  isUrgent?: boolean;
  /** What it is about, as a link. */
  title: ReactNode;
  /** What is wrong, in a sentence. */
  children: ReactNode;
  since?: string | null | undefined;
};

function Row({ icon: Icon, isUrgent = false, title, children, since }: RowProps) {
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)_auto] items-baseline gap-x-2.5 border-b px-4 py-2 text-sm last:border-b-0 sm:grid-cols-[1rem_minmax(0,14rem)_minmax(0,1fr)_auto]">
      <Icon aria-hidden className={cn("size-4 self-center", isUrgent ? "text-danger" : "text-warning")} />
      <span className="min-w-0 truncate font-medium">{title}</span>
      <span className="min-w-0 max-sm:col-span-2 max-sm:col-start-2 max-sm:row-start-2">{children}</span>
      <span className="text-right text-fg-muted text-xs">{since ? <RelativeTime at={since} /> : null}</span>
    </li>
  );
}

const Said = ({ children }: { children: ReactNode }) => (
  <span className="line-clamp-2 text-danger text-xs [overflow-wrap:anywhere]">{children}</span>
);

function Pipeline({ dagId }: { dagId: string }) {
  return (
    <Link href={pipelineHref(dagId)} title={dagId} className="hover:underline">
      {dagId}
    </Link>
  );
}

function FailingRow({ item }: { item: Of<"failing"> }) {
  const t = useTranslations("home");
  const words = useErrorWords();
  const nameOf = useRunName();
  const run = runHref(item.dag_id, item.run_id);
  return (
    <Row icon={CircleX} isUrgent title={<Pipeline dagId={item.dag_id} />} since={item.finished_at}>
      <Link
        href={item.task_id ? `${run}?task=${encodeURIComponent(item.task_id)}` : run}
        title={item.run_key}
        className="grid hover:underline"
      >
        <span className="truncate text-fg-muted text-xs">
          {item.task_id ? <code>{item.task_id}</code> : t("no_task")}
          {` · ${nameOf(item)}`}
        </span>
        {item.task_id ? <Said>{words(item).headline}</Said> : null}
      </Link>
    </Row>
  );
}

function ImportErrorRow({ item }: { item: Of<"import_error"> }) {
  const wordsFor = useReasonWords();
  const reason = item.reason ? wordsFor(item.reason.code, item.reason.values) : null;
  return (
    <Row
      icon={FileWarning}
      isUrgent
      since={item.since}
      title={
        <Link href="/pipelines" title={item.file_path} className="hover:underline">
          {item.file_path}
        </Link>
      }
    >
      <Said>{reason ?? item.message}</Said>
    </Row>
  );
}

function LateRow({ item }: { item: Of<"late"> }) {
  const t = useTranslations("home");
  return (
    <Row icon={CalendarX2} isUrgent title={<Pipeline dagId={item.dag_id} />} since={item.since}>
      {t("attention_late")}
    </Row>
  );
}

function ScheduleRow({ item }: { item: Of<"schedule"> }) {
  const t = useTranslations("home");
  return (
    <Row icon={CalendarX2} isUrgent title={<Pipeline dagId={item.dag_id} />}>
      {t("attention_schedule")}
    </Row>
  );
}

function StuckRow({ item }: { item: Of<"stuck"> }) {
  const t = useTranslations("home");
  const words = useWaitWords();
  return (
    <Row icon={Hourglass} title={<Pipeline dagId={item.dag_id} />} since={item.since}>
      <Link
        href={runsHref({ pipeline: [item.dag_id], state: item.runs > 0 ? ["queued"] : ["running"] })}
        className="hover:underline"
      >
        {t("attention_waiting", { runs: item.runs, tasks: item.tasks })}
      </Link>{" "}
      <span className="text-fg-muted">{words(item.waits_for)}</span>
    </Row>
  );
}

function NoWorkerRow({ item }: { item: Of<"no_worker"> }) {
  const t = useTranslations("home");
  return (
    <Row icon={ServerCrash} isUrgent title={<ToWorkers>{t("attention_no_worker")}</ToWorkers>}>
      {t("attention_no_worker_detail", { waiting: item.waiting })}
    </Row>
  );
}

function WorkerLostRow({ item }: { item: Of<"worker_lost"> }) {
  const t = useTranslations("home");
  return (
    <Row
      icon={Unplug}
      since={item.since}
      title={
        <Link href={`/workers/${encodeURIComponent(item.worker_id)}`} className="hover:underline">
          {item.host}
        </Link>
      }
    >
      {t("attention_worker_lost")}
    </Row>
  );
}

function JobRow({ item }: { item: Of<"job"> }) {
  const t = useTranslations("home");
  const { name } = useJobWords();
  return (
    <Row icon={Wrench} isUrgent since={item.since} title={<ToWorkers>{name(item.name)}</ToWorkers>}>
      {t(`attention_job.${item.state}`)}
      {item.said ? <Said>{item.said}</Said> : null}
    </Row>
  );
}

function ToWorkers({ children }: { children: ReactNode }) {
  return (
    <Link href="/workers" className="hover:underline">
      {children}
    </Link>
  );
}
