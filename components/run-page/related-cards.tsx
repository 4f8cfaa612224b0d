"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { trainingRunHref } from "@/components/experiments/queries";
import { RunStatus } from "@/components/experiments/run-status";
import { EndpointChip } from "@/components/models/endpoint-chip";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import type { RunName, RunRelations } from "@/lib/experiments/schema";
import { relationsQuery, versionsQuery } from "./queries";

/** Runs above and below this one. */
export function NestedRuns({ runId, isLive }: { runId: string; isLive: boolean }) {
  const t = useTranslations("run_page");
  const { data } = useQuery(relationsQuery(runId, isLive));
  if (!data || (data.parent === null && data.children.length === 0)) return null;
  return (
    <Card flush title={t("nested")}>
      {data.parent ? (
        <List label={t("parent")}>
          <RunLine run={data.parent} />
        </List>
      ) : null}
      {data.children.length > 0 ? (
        <List label={t("children", { count: data.child_count })}>
          {data.children.map((run) => (
            <RunLine key={run.id} run={run} />
          ))}
          {data.child_count > data.children.length ? (
            <li className="px-4 py-1 text-fg-muted text-xs">
              {t("more_children", { count: data.child_count - data.children.length })}
            </li>
          ) : null}
        </List>
      ) : null}
    </Card>
  );
}

function List({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className="border-b py-1 last:border-b-0">
      <h3 className="px-4 py-1 text-fg-subtle text-xs">{label}</h3>
      <ul className="max-h-64 overflow-y-auto">{children}</ul>
    </section>
  );
}

function RunLine({ run }: { run: RunName }) {
  const t = useTranslations("experiments");
  return (
    <li className="flex min-h-8 min-w-0 items-center gap-3 px-4">
      <Link
        href={trainingRunHref(run.experiment_id, run.id)}
        className="min-w-0 flex-1 truncate text-sm hover:underline"
      >
        {run.name}
      </Link>
      {run.lifecycle === "deleted" ? <Badge tone="warning">{t("is_deleted")}</Badge> : null}
      <RunStatus status={run.status} />
    </li>
  );
}

/** What the run logged as models, and the versions of the registry that were made of it. */
export function ModelsCard({
  runId,
  isLive,
  canReadModels,
}: {
  runId: string;
  isLive: boolean;
  canReadModels: boolean;
}) {
  const t = useTranslations("run_page");
  const { data } = useQuery(relationsQuery(runId, isLive));
  const { data: versions } = useQuery({ ...versionsQuery(runId), enabled: canReadModels });
  const models = data?.models ?? [];
  const registered = versions?.data ?? [];
  if (models.length === 0 && registered.length === 0) return null;
  return (
    <Card flush title={t("models")}>
      {models.length > 0 ? (
        <List label={t("logged_models")}>
          {models.map((model) => (
            <ModelLine key={`${model.id ?? ""} ${model.path}`} model={model} />
          ))}
        </List>
      ) : null}
      {registered.length > 0 ? (
        <List label={t("versions")}>
          {registered.map(({ model_name, number, stage, aliases, endpoints }) => (
            <li
              key={`${model_name} ${number}`}
              className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-2 gap-y-1 px-4 py-1 text-sm"
            >
              <Link
                href={`/models/${encodeURIComponent(model_name)}/versions/${number}`}
                className="min-w-0 break-words hover:underline"
              >
                {t("version", { name: model_name, number })}
              </Link>
              {aliases.map((alias) => (
                <Badge key={alias} tone="accent">
                  {`@${alias}`}
                </Badge>
              ))}
              {endpoints.map((one) => (
                <EndpointChip key={one} name={one} />
              ))}
              {stage === "None" ? null : <Badge tone="outline">{stage}</Badge>}
            </li>
          ))}
          {versions?.has_more ? (
            <li className="px-4 py-1 text-fg-muted text-xs">{t("more_versions")}</li>
          ) : null}
        </List>
      ) : null}
    </Card>
  );
}

/** The link opens the model's own MLmodel among the run's files. */
function ModelLine({ model }: { model: RunRelations["models"][number] }) {
  const t = useTranslations("run_page");
  const query = new URLSearchParams({
    tab: "files",
    file: model.path === "" ? "MLmodel" : `${model.path}/MLmodel`,
    ...(model.id === null ? {} : { model: model.id }),
  });
  return (
    <li className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-2 gap-y-1 px-4 py-1 text-sm">
      <Link href={`?${query}`} className="min-w-0 break-words hover:underline">
        {model.name}
      </Link>
      {model.id === null ? null : <Id id={model.id} />}
      {model.direction === "input" ? <Badge>{t("used")}</Badge> : null}
      {model.status === "UPLOAD_FAILED" ? <Badge tone="danger">{t("upload_failed")}</Badge> : null}
      {model.status === "PENDING" ? <Badge tone="info">{t("pending")}</Badge> : null}
    </li>
  );
}
