"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PlaneTakeoff } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { DemoState } from "@/lib/demo/schema";
import { demoQueries, loadDemo } from "./queries";

/** Its dialog is large, and few look for it. */
const Remove = dynamic(() => import("./remove-demo").then((module) => module.RemoveDemo), { ssr: false });

type DemoCardProps = { canRun: boolean; canRemove: boolean };

/**
 * Offers the demo to people who may start runs; while it runs, shows its progress with a link, and afterwards how to get
 * rid of it. Renders nothing without the pipeline.
 */
export function DemoCard({ canRun, canRemove }: DemoCardProps) {
  const { data: demo } = useQuery(demoQueries.state());
  if (!demo?.available) return null;
  if (demo.backfill_id === null) return canRun ? <Offer /> : null;
  if (demo.ended_runs < demo.total_runs) return <Loaded demo={demo} canRemove={canRemove} />;
  return canRemove ? <Done /> : null;
}

function Offer() {
  const t = useTranslations("demo");
  const errorText = useErrorText();
  const client = useQueryClient();
  const load = useMutation({
    mutationFn: loadDemo,
    onError: (error) => {
      const { title, detail } = errorText(error);
      toast.error(title, { description: detail });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["home"] }),
  });
  return (
    <Card
      title={t("offer_title")}
      actions={
        <Button variant="primary" icon={PlaneTakeoff} busy={load.isPending} onClick={() => load.mutate()}>
          {t("load")}
        </Button>
      }
    >
      <p className="max-w-prose text-fg-muted text-sm">{t("offer_detail")}</p>
    </Card>
  );
}

function Loaded({ demo, canRemove }: { demo: DemoState; canRemove: boolean }) {
  const t = useTranslations("demo");
  const pipeline = `/pipelines/${encodeURIComponent(demo.dag_id)}`;
  const progress = t("progress", {
    ended: demo.ended_runs,
    total: demo.total_runs,
    failed: demo.failed_runs,
  });
  return (
    <Card
      title={t("title")}
      description={progress}
      actions={
        <>
          <Button asChild size="sm">
            <Link href={pipeline}>{t("watch")}</Link>
          </Button>
          {canRemove ? <Remove /> : null}
        </>
      }
    >
      <ProgressBar
        label={progress}
        value={demo.ended_runs}
        max={demo.total_runs}
        tone={demo.failed_runs > 0 ? "danger" : demo.ended_runs === demo.total_runs ? "success" : "accent"}
      />
    </Card>
  );
}

function Done() {
  const t = useTranslations("demo");
  return (
    <p className="-my-2 flex min-h-7 flex-wrap items-center justify-end gap-x-2 text-fg-subtle text-xs">
      {t("done")}
      <Remove />
    </p>
  );
}
