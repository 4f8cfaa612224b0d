"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { useReasonWords } from "@/components/ui/reason-words";
import type { PipelineSummary } from "@/lib/pipelines/schema";
import { pipelineQueries } from "./queries";
import { ScheduleText } from "./schedule-text";

/** The line under a pipeline's name: schedule, owner, origin. */
export function PipelineFacts({ initial }: { initial: PipelineSummary }) {
  const t = useTranslations("pipelines");
  const logs = useTranslations("log_sources");
  const wordsFor = useReasonWords();
  const detail = useQuery(pipelineQueries.detail(initial.dag_id)).data;
  const data = detail ?? initial;
  const problem = data.schedule_problem;
  return (
    <>
      {data.description ? <p>{data.description}</p> : null}
      <dl className="mt-1 flex min-h-5 flex-wrap items-center gap-x-5 gap-y-1 text-xs">
        <Fact label={t("schedule")}>
          {data.schedule ? (
            <ScheduleText cron={data.schedule.cron} zone={data.schedule.time_zone} />
          ) : (
            t("manual")
          )}
        </Fact>
        {data.schedule ? (
          <Fact label={t("next_run")}>
            {problem ? (
              <>
                <Badge tone="danger">{t("schedule_error")}</Badge>
                {wordsFor(problem.code, problem.values)}
              </>
            ) : data.is_paused ? (
              t("paused")
            ) : data.next_run_at && data.stale_at === null ? (
              <RelativeTime at={data.next_run_at} />
            ) : (
              t("no_next_run")
            )}
          </Fact>
        ) : null}
        {data.owner ? <Fact label={t("owner")}>{data.owner}</Fact> : null}
        <Fact label={t("file")}>
          {data.file_path ? <code className="break-all">{data.file_path}</code> : t("from_api")}
          {data.stale_at ? <Badge tone="warning">{t("stale")}</Badge> : null}
        </Fact>
        {detail?.head?.spec.log_search === false ? (
          <Fact label={logs("log_search")}>
            <span title={logs("off_hint")}>{logs("off")}</span>
          </Fact>
        ) : null}
        {data.tags.length > 0 ? (
          <Fact label={t("tags")}>
            {data.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </Fact>
        ) : null}
      </dl>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <dt className="text-fg-subtle">{label}</dt>
      <dd className="flex min-w-0 flex-wrap items-center gap-1.5 text-fg">{children}</dd>
    </div>
  );
}
