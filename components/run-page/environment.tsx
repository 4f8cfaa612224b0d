"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { modelQuery } from "@/components/artifacts/model-query";
import { headQuery } from "@/components/artifacts/source";
import { type FileOwner, fileSource, modelPath } from "@/components/run-files/queries";
import { Card, KeyValueList } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { RunRelations, TrainingRunDetail } from "@/lib/experiments/schema";
import { relationsQuery } from "./queries";

type Model = RunRelations["models"][number];
/** In these MLflow writes which packages a model needs; the first that is there counts. */
const FILES = ["requirements.txt", "conda.yaml"] as const;

/** The packages beside a model that the run logged; without one, those that the run itself stored. */
export function Environment({ run }: { run: TrainingRunDetail }) {
  const t = useTranslations("run_page");
  const isLive = run.status === "RUNNING";
  const relations = useQuery(relationsQuery(run.id, isLive));
  const [chosen, setChosen] = useState(0);
  const models = relations.data?.models.filter(({ direction }) => direction === "output") ?? [];
  const model = models[chosen];
  return (
    <Card
      title={t("environment")}
      actions={
        models.length > 1 ? (
          <Select
            label={t("environment_of")}
            className="h-7 w-44 text-xs"
            value={String(chosen)}
            onChange={(next) => setChosen(Number(next))}
            options={models.map(({ name }, at) => ({ value: String(at), label: name }))}
          />
        ) : null
      }
    >
      {relations.isPending ? (
        <Skeleton className="h-24" />
      ) : (
        <Packages key={chosen} runId={run.id} model={model} />
      )}
    </Card>
  );
}

function Packages({ runId, model }: { runId: string; model: Model | undefined }) {
  const t = useTranslations("run_page");
  const owner: FileOwner = model?.id ? { kind: "model", id: model.id } : { kind: "run", id: runId };
  const folder = model?.path ?? "";
  const at = (name: string) =>
    headQuery(fileSource(owner, folder === "" ? name : `${folder}/${name}`), "text");
  const described = useQuery({ ...modelQuery(modelPath(owner), folder), enabled: model !== undefined });
  const pip = useQuery({ ...at(FILES[0]), retry: false });
  const conda = useQuery({ ...at(FILES[1]), retry: false, enabled: pip.isError });
  if (pip.isPending || (pip.isError && conda.isPending)) return <Skeleton className="h-24" />;
  const file = pip.data ?? conda.data;
  const facts = [
    { key: "python", label: "Python", value: described.data?.python_version },
    { key: "mlflow", label: "MLflow", value: described.data?.mlflow_version },
  ].filter(({ value }) => value);
  if (!file?.text && facts.length === 0)
    return <p className="text-fg-muted text-sm">{t("no_environment")}</p>;
  return (
    <div className="grid min-w-0 gap-3">
      {facts.length > 0 ? <KeyValueList items={facts} /> : null}
      {file?.text ? <CodeBlock title={pip.data ? FILES[0] : FILES[1]} code={file.text} wrap /> : null}
    </div>
  );
}
