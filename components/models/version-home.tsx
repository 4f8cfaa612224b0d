"use client";
import { useQuery } from "@tanstack/react-query";
import { MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { metricText } from "@/components/experiments/metric-text";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { AbsoluteTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Card, KeyValueList } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Id } from "@/components/ui/id";
import { Markdown } from "@/components/ui/markdown";
import { Menu, MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import { bytes } from "@/lib/client/format";
import type { VersionDetail } from "@/lib/models/schema";
import { AliasChip } from "./alias-chip";
import { EndpointChip } from "./endpoint-chip";
import { LineageCard } from "./lineage-card";
import { deleteVersion, modelHref, modelQueries } from "./queries";
import { SignatureCard } from "./signature-card";
import { useDeed } from "./use-deed";
import { ValuesCard } from "./values-card";

const VersionDialog = dynamic(() => import("./version-dialog").then((module) => module.VersionDialog), {
  ssr: false,
});

export function VersionHome({ initial, canWrite }: { initial: VersionDetail; canWrite: boolean }) {
  const t = useTranslations("models");
  const locale = useLocale();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const { data: version } = useQuery({
    ...modelQueries.version(initial.model_name, initial.number),
    initialData: initial,
  });
  const { model_name: name, number } = version;
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[
              { label: t("title"), href: "/models" },
              { label: name, href: modelHref(name) },
              { label: t("version", { number }) },
            ]}
          />
        }
        title={t("version_of", { name, number })}
        badges={
          <>
            {version.aliases.map((alias) => (
              <AliasChip key={alias} alias={alias} />
            ))}
            {version.endpoints.map((one) => (
              <EndpointChip key={one} name={one} />
            ))}
            {version.stage === "None" ? null : <Badge>{version.stage}</Badge>}
            {Object.entries(version.tags).map(([key, value]) => (
              <Badge key={key} tone="outline">
                {value === "" ? key : `${key}: ${value.slice(0, 80)}`}
              </Badge>
            ))}
          </>
        }
        description={version.description ? <Markdown text={version.description} /> : undefined}
        actions={
          <>
            <LogsLink ids={{ model: name, model_version: number }} />
            {canWrite ? (
              <Menu
                pageKey={t("menu")}
                trigger={<IconButton icon={MoreHorizontal} label={t("menu")} variant="secondary" />}
              >
                <MenuItem icon={Pencil} onSelect={() => setOpen("edit")}>
                  {t("edit_version")}
                </MenuItem>
                <MenuItem icon={Trash2} danger onSelect={() => setOpen("delete")}>
                  {t("delete_version")}
                </MenuItem>
              </Menu>
            ) : null}
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <Card title={t("facts")}>
            <KeyValueList
              items={[
                { label: t("created"), value: <AbsoluteTime at={version.created_at} /> },
                { label: t("created_by"), value: version.created_by },
                { label: t("source"), value: <Id id={version.source} full /> },
                {
                  label: t("size"),
                  value: `${bytes(version.files.size_bytes, locale)}${version.files.complete ? "" : ` (${t("first_files", { count: version.files.files.length })})`}`,
                },
                { label: t("flavors"), value: version.flavors.join(", ") || null },
                {
                  label: t("made_with"),
                  value:
                    [
                      version.mlflow_version ? `MLflow ${version.mlflow_version}` : null,
                      version.python_version ? `Python ${version.python_version}` : null,
                    ]
                      .filter((one) => one !== null)
                      .join(", ") || null,
                },
              ]}
            />
          </Card>
          <Card title={t("load")} description={t("load_text")}>
            <div className="grid gap-3">
              <CodeBlock code={loadCode(name, version)} />
            </div>
          </Card>
          <ValuesCard
            title={t("metrics")}
            none={t("no_values")}
            values={Object.entries(version.metrics).map(([key, value]) => [key, metricText(value, locale)])}
          />
          <ValuesCard title={t("params")} none={t("no_values")} values={Object.entries(version.params)} />
        </div>
        <div className="grid min-w-0 gap-4">
          <LineageCard version={version} />
          <SignatureCard signature={version.signature} />
          <ValuesCard
            title={t("files")}
            none={t("no_files")}
            heads={[t("file"), t("size")]}
            values={version.files.files.map(({ path, size_bytes }) => [path, bytes(size_bytes, locale)])}
            link={
              version.run
                ? {
                    href: `/experiments/${version.run.experiment_id}/runs/${version.run.id}`,
                    label: t("open_run"),
                  }
                : undefined
            }
          />
        </div>
      </div>
      {open === "edit" ? <VersionDialog version={version} onClose={() => setOpen(null)} /> : null}
      {open === "delete" ? <DeleteDialog version={version} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

/** By its alias where it has one, because that is what serving code should name. */
function loadCode(name: string, { aliases, number }: VersionDetail): string {
  const [alias] = aliases.toSorted((a, b) => Number(b === "champion") - Number(a === "champion"));
  const address = alias === undefined ? `models:/${name}/${number}` : `models:/${name}@${alias}`;
  return `import mlflow\n\nmodel = mlflow.pyfunc.load_model(${JSON.stringify(address)})`;
}

function DeleteDialog({ version, onClose }: { version: VersionDetail; onClose: () => void }) {
  const t = useTranslations("models");
  const router = useRouter();
  const { model_name: name, number } = version;
  const remove = useDeed(
    () => deleteVersion(name, number),
    () => {
      toast.success(t("version_deleted", { number }));
      router.push(modelHref(name));
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("delete_version_title", { number })}
      description={t("delete_version_text")}
      confirmLabel={t("delete_version")}
      danger
      busy={remove.busy}
      error={remove.text}
      onConfirm={() => remove.run()}
    />
  );
}
