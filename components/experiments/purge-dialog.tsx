"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { LongJobProgress } from "@/components/long-jobs/long-job-progress";
import { longJobEnded } from "@/components/long-jobs/queries";
import { KeyValueList } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState, useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { bytes, number } from "@/lib/client/format";
import type { LongJobView } from "@/lib/long-jobs/schema";
import type { PurgePreview } from "@/lib/purge/schema";
import { experimentQueries, type PurgeTarget, purgeExperiment, purgeRuns } from "./queries";

type Props = { target: PurgeTarget; onClose: () => void; onDone?: (() => void) | undefined };

/** What would go for good, and why it cannot. An experiment's name must be typed, because nothing brings it back. */
export function PurgeDialog({ target, onClose, onDone }: Props) {
  const t = useTranslations("experiment_table");
  const errorText = useErrorText();
  const client = useQueryClient();
  const isExperiment = target.of === "experiment";
  const preview = useQuery(experimentQueries.purge(target));
  const isClosed = useRef(false);
  const [job, setJob] = useState<LongJobView | null>(null);
  const purge = useMutation({
    mutationFn: async () => {
      const { id } = await (isExperiment ? purgeExperiment(target.id) : purgeRuns(target.ids));
      void client.invalidateQueries({ queryKey: ["experiments", "list"] });
      await longJobEnded(id, setJob);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["experiments"] });
      if (isClosed.current) return;
      toast.success(t(`purged.${target.of}`));
      onClose();
      onDone?.();
    },
  });
  const refused = preview.data?.refused ?? null;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (open) return;
        isClosed.current = true;
        onClose();
      }}
      title={isExperiment ? t("purge_experiment") : t("purge_runs", { count: target.ids.length })}
      description={t(`purge_text.${target.of}`)}
      confirmLabel={t("purge")}
      danger
      typed={isExperiment && !refused ? target.name : undefined}
      busy={preview.isPending || purge.isPending}
      disabled={refused !== null || preview.isError}
      error={purge.error ? errorText(purge.error).text : undefined}
      onConfirm={() => purge.mutate()}
    >
      {preview.isPending ? <Skeleton className="h-32" /> : null}
      {preview.isError ? <ErrorState error={preview.error} /> : null}
      {job ? <LongJobProgress job={job} /> : null}
      {preview.data ? <Weight preview={preview.data} /> : null}
    </ConfirmDialog>
  );
}

function Weight({ preview }: { preview: PurgePreview }) {
  const t = useTranslations("experiment_table");
  const terms = useTranslations("experiments");
  const locale = useLocale();
  const counted = (count: number, more = false) => (
    <span className="nums">
      {more ? t("at_least", { count: number(count, locale) }) : number(count, locale)}
    </span>
  );
  const size = bytes(preview.bytes, locale);
  return (
    <>
      {preview.refused ? (
        <div role="alert" className="grid gap-1 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
          <p>{t(`purge_refused.${preview.refused}`, { count: preview.versions_count })}</p>
          <ul className="max-h-28 overflow-y-auto">
            {preview.versions.map(({ name, version, aliases }) => (
              <li key={`${name} ${version}`} className="break-words">
                {[`${name} ${version}`, ...aliases.map((alias) => `@${alias}`)].join(" ")}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <KeyValueList
        items={[
          { label: terms("runs"), value: counted(preview.runs) },
          { label: t("points_of_metrics"), value: counted(preview.points, preview.points_more) },
          { label: t("logged_models"), value: counted(preview.logged_models) },
          { label: t("files"), value: counted(preview.files, preview.files_more) },
          {
            label: t("size"),
            value: <span className="nums">{preview.files_more ? t("at_least", { count: size }) : size}</span>,
          },
        ]}
      />
    </>
  );
}
