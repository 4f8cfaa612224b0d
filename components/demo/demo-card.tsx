"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PlaneTakeoff, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Link } from "@/components/ui/link";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { DemoState } from "@/lib/demo/schema";
import { demoQueries, loadDemo, removeDemo } from "./queries";

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
    <p className="-my-2 flex flex-wrap items-center justify-end gap-x-2 text-fg-subtle text-xs">
      {t("done")}
      <Remove />
    </p>
  );
}

function Remove() {
  const t = useTranslations("demo");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: removeDemo,
    onSuccess: async ({ runs }) => {
      setAsking(false);
      toast.success(t("removed", { runs }));
      await client.invalidateQueries();
    },
  });
  const failure = remove.isError ? errorText(remove.error) : null;
  return (
    <>
      <Button size="sm" variant="ghost" icon={Trash2} onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={(open) => {
          setAsking(open);
          remove.reset();
        }}
        title={t("remove_title")}
        description={t("remove_detail")}
        confirmLabel={t("remove")}
        busy={remove.isPending}
        error={failure ? (failure.detail ?? failure.title) : undefined}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
