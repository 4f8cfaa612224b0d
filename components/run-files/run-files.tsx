"use client";
import { useQuery } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { relationsQuery } from "@/components/run-page/queries";
import { EmptyState } from "@/components/ui/states";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { FileList } from "./file-tree";
import { FileView } from "./file-view";
import { usePicked } from "./use-picked";

/** The files of a run and of the models that it logged, and the one that is looked at. */
export function RunFiles({ run }: { run: TrainingRunDetail }) {
  const t = useTranslations("run_files");
  const { picked, pick } = usePicked(run.id);
  const isLive = run.status === "RUNNING";
  const relations = useQuery(relationsQuery(run.id, isLive));
  const models =
    relations.data?.models.filter(({ id, direction }) => id !== null && direction === "output") ?? [];
  const list = { picked, onPick: pick, isLive };
  const none =
    models.length > 0 ? (
      <p className="px-2 py-1 text-fg-muted text-xs">{t("run_empty_short")}</p>
    ) : (
      <EmptyState
        className="py-8"
        icon={<FolderOpen aria-hidden />}
        title={t("empty")}
        description={t("empty_detail")}
        snippet={EXAMPLE}
      />
    );
  return (
    <div className="grid min-w-0 overflow-hidden rounded-lg border bg-surface shadow-card lg:grid-cols-[minmax(0,2fr)_minmax(0,5fr)]">
      <nav
        aria-label={t("files")}
        className="max-h-[75dvh] min-w-0 overflow-y-auto border-b p-2 lg:border-r lg:border-b-0"
      >
        <FileList {...list} owner={{ kind: "run", id: run.id }} path="" none={none} />
        {models.map(({ id, name }) =>
          id === null ? null : (
            <div key={id} className="mt-3">
              <h3 className="px-2 py-1 font-semibold text-fg-subtle text-xs">{t("model", { name })}</h3>
              <FileList
                {...list}
                owner={{ kind: "model", id }}
                path=""
                none={<p className="px-2 py-1 text-fg-muted text-xs">{t("folder_empty")}</p>}
              />
            </div>
          ),
        )}
      </nav>
      {picked ? (
        <FileView picked={picked} isLive={isLive} />
      ) : (
        <p className="grid min-h-40 place-items-center p-4 text-fg-muted text-sm">{t("pick")}</p>
      )}
    </div>
  );
}

const EXAMPLE = `mlflow.log_artifact("report.html")
mlflow.log_table(table, "predictions.json")`;
