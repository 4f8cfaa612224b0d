"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import { FiringCard } from "@/components/alerts/firing-card";
import { DemoCard } from "@/components/demo/demo-card";
import { useTimeRange } from "@/components/time/range";
import { Card } from "@/components/ui/card";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, StaleBanner } from "@/components/ui/states";
import { Activity } from "./activity";
import { AttentionCard } from "./attention-card";
import { Checklist } from "./checklist";
import { NextRunsCard } from "./next-runs-card";
import { homeQueries } from "./queries";
import { RecentRunsCard } from "./recent-runs-card";

const FIRST_PIPELINE = `mkdir -p pipelines/hello
cat > pipelines/hello/pipeline.yaml <<'YAML'
dag_id: hello
schedule: { cron: "0 * * * *", time_zone: UTC }
start_date: "2026-01-01"
tasks:
  - { task_id: say, kind: bash, command: [echo, hello] }
YAML`;

type Props = { canRun: boolean; canRemove: boolean; canSeeAlerts: boolean };

export function Home({ canRun, canRemove, canSeeAlerts }: Props) {
  const range = useTimeRange();
  const query = useQuery({ ...homeQueries.summary(range), placeholderData: keepPreviousData });
  const home = query.data;
  if (!home) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
    ) : (
      <HomeSkeleton />
    );
  }
  return (
    <div className="grid min-w-0 gap-4">
      {query.isError ? (
        <StaleBanner asOf={new Date(query.dataUpdatedAt)} onRetry={() => void query.refetch()} />
      ) : null}
      {home.pipelines.total > 0 ? <AttentionCard home={home} /> : null}
      {canSeeAlerts ? <FiringCard /> : null}
      <DemoCard canRun={canRun} canRemove={canRemove} />
      <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(18rem,1fr)]">
        <div className="grid min-w-0 gap-4">
          {home.pipelines.total === 0 ? <FirstPipeline /> : <Activity home={home} />}
          {home.recent.length > 0 ? <RecentRunsCard runs={home.recent} /> : null}
        </div>
        <div className="grid min-w-0 gap-4">
          {home.pipelines.total > 0 ? <NextRunsCard next={home.next} /> : null}
          <Checklist done={home.checklist} />
        </div>
      </div>
    </div>
  );
}

function FirstPipeline() {
  const t = useTranslations("home");
  return (
    <Card>
      <EmptyState
        icon={<Workflow aria-hidden />}
        title={t("empty_title")}
        description={t("empty_detail")}
        snippet={FIRST_PIPELINE}
        snippetTitle={t("empty_snippet")}
      />
    </Card>
  );
}

/** Has the final size, so that nothing moves on load. */
export function HomeSkeleton() {
  const t = useTranslations("common");
  return (
    <div role="status" aria-label={t("loading")} className="grid gap-4">
      <Card>
        <Skeleton className="h-32" />
      </Card>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(18rem,1fr)]">
        <Card flush>
          <TableSkeleton rows={10} label={t("loading")} />
        </Card>
        <Card flush>
          <TableSkeleton rows={6} label={t("loading")} />
        </Card>
      </div>
    </div>
  );
}
