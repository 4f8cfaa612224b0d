"use client";
import { useQuery } from "@tanstack/react-query";
import { MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Markdown } from "@/components/ui/markdown";
import { Menu, MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import type { RegisteredModelDetail } from "@/lib/models/schema";
import { AliasesCard } from "./aliases-card";
import { PromotionsCard } from "./promotions-card";
import { deleteModel, modelHref, modelQueries, removeAlias } from "./queries";
import { useDeed } from "./use-deed";
import { VersionsCard } from "./versions-card";
import { WaitingCard } from "./waiting-card";

const ModelDialog = dynamic(() => import("./model-dialog").then((module) => module.ModelDialog), {
  ssr: false,
});
const PromoteDialog = dynamic(() => import("./promote-dialog").then((module) => module.PromoteDialog), {
  ssr: false,
});
const PolicyDialog = dynamic(() => import("./policy-dialog").then((module) => module.PolicyDialog), {
  ssr: false,
});
const HistorySheet = dynamic(() => import("./history-sheet").then((module) => module.HistorySheet), {
  ssr: false,
});

type Open =
  | { kind: "edit" | "delete" }
  | { kind: "promote"; alias: string; version: number | null }
  | { kind: "history" | "policy" | "unalias"; alias: string };
type Props = { initial: RegisteredModelDetail; canWrite: boolean; canManage: boolean };

export function ModelHome({ initial, canWrite, canManage }: Props) {
  const t = useTranslations("models");
  const router = useRouter();
  const [open, setOpen] = useState<Open | null>(null);
  const { data: model } = useQuery({ ...modelQueries.detail(initial.name), initialData: initial });
  const policies = useQuery(modelQueries.policies(initial.name)).data?.data ?? [];
  const close = () => setOpen(null);
  const { name } = model;
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: t("title"), href: "/models" }, { label: name }]}
          />
        }
        title={name}
        badges={Object.entries(model.tags).map(([key, value]) => (
          <Badge key={key}>{value === "" ? key : `${key}: ${value}`}</Badge>
        ))}
        description={model.description ? <Markdown text={model.description} /> : undefined}
        actions={
          <>
            <LogsLink ids={{ model: name }} />
            {canWrite ? (
              <Menu
                pageKey={t("menu")}
                trigger={<IconButton icon={MoreHorizontal} label={t("menu")} variant="secondary" />}
              >
                <MenuItem icon={Pencil} onSelect={() => setOpen({ kind: "edit" })}>
                  {t("edit")}
                </MenuItem>
                <MenuItem icon={Trash2} danger onSelect={() => setOpen({ kind: "delete" })}>
                  {t("delete")}
                </MenuItem>
              </Menu>
            ) : null}
          </>
        }
      />
      <WaitingCard
        name={name}
        canWrite={canWrite}
        current={new Map(model.aliases.map(({ alias, version }) => [alias, version]))}
      />
      <AliasesCard
        model={model}
        policies={policies}
        canWrite={canWrite}
        canManage={canManage}
        onPromote={() =>
          setOpen({ kind: "promote", alias: "champion", version: model.latest_version?.number ?? null })
        }
        onHistory={(alias) => setOpen({ kind: "history", alias })}
        onPolicy={(alias) => setOpen({ kind: "policy", alias })}
        onRemove={(alias) => setOpen({ kind: "unalias", alias })}
      />
      <VersionsCard model={model} />
      <PromotionsCard name={name} />
      {open?.kind === "edit" ? (
        <ModelDialog
          target={model}
          onClose={close}
          onSaved={(saved) => saved !== name && router.replace(modelHref(saved))}
        />
      ) : null}
      {open?.kind === "delete" ? <DeleteDialog model={model} onClose={close} /> : null}
      {open?.kind === "unalias" ? <UnaliasDialog name={name} alias={open.alias} onClose={close} /> : null}
      {open?.kind === "promote" ? (
        <PromoteDialog model={model} policies={policies} start={open} onClose={close} />
      ) : null}
      {open?.kind === "policy" ? (
        <PolicyDialog name={name} alias={open.alias} policies={policies} onClose={close} />
      ) : null}
      {open?.kind === "history" ? (
        <HistorySheet name={name} alias={open.alias} canWrite={canWrite} onClose={close} />
      ) : null}
    </>
  );
}

function UnaliasDialog({ name, alias, onClose }: { name: string; alias: string; onClose: () => void }) {
  const t = useTranslations("models");
  const remove = useDeed(
    () => removeAlias(name, alias),
    () => {
      toast.success(t("alias_removed", { alias }));
      onClose();
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("alias_remove_title", { alias })}
      description={t("alias_remove_text")}
      confirmLabel={t("alias_remove", { alias })}
      danger
      busy={remove.busy}
      error={remove.text}
      onConfirm={() => remove.run()}
    />
  );
}

function DeleteDialog({ model, onClose }: { model: RegisteredModelDetail; onClose: () => void }) {
  const t = useTranslations("models");
  const router = useRouter();
  const remove = useDeed(
    () => deleteModel(model.name),
    () => {
      toast.success(t("deleted", { name: model.name }));
      router.push("/models");
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("delete_title", { name: model.name })}
      description={t("delete_text", { count: model.version_count })}
      confirmLabel={t("delete")}
      danger
      typed={model.name}
      busy={remove.busy}
      error={remove.text}
      onConfirm={() => remove.run()}
    />
  );
}
