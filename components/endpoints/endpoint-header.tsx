"use client";
import { useQuery } from "@tanstack/react-query";
import { FileStack, MoreHorizontal, Pencil, Target, Trash2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem } from "@/components/ui/menu";
import { NavTabs } from "@/components/ui/tabs";
import type { EndpointView } from "@/lib/endpoints/schema";
import { endpointHref, endpointQueries, playgroundHref } from "./queries";
import { StateBadge } from "./state-badge";
import { overallState, statesOf } from "./state-model";

export type Deed = "edit" | "delete" | "change" | "roll_back";
type Props = {
  endpoint: EndpointView;
  tab: "overview" | "playground";
  /** Missing for those who may not change it. */
  onDeed?: ((deed: Deed) => void) | undefined;
};

export function EndpointHeader({ endpoint, tab, onDeed }: Props) {
  const t = useTranslations("endpoints");
  const { name, description, enabled, shadow, previous } = endpoint;
  const states = statesOf(name, useQuery(endpointQueries.states()).data?.data);
  const state = overallState(enabled, states);
  return (
    <PageHeader
      above={
        <Breadcrumb
          label={t("breadcrumb")}
          items={[{ label: t("title"), href: "/endpoints" }, { label: name }]}
        />
      }
      title={name}
      badges={
        <>
          {state ? (
            <StateBadge state={state} reason={states.find((one) => one.state === state)?.reason} />
          ) : null}
          {shadow ? <Badge tone="outline">{t("shadow")}</Badge> : null}
        </>
      }
      description={description || undefined}
      actions={
        <>
          <Button asChild>
            <Link href={`/predictions?endpoint=${encodeURIComponent(name)}`}>
              <Target aria-hidden />
              {t("predictions")}
            </Link>
          </Button>
          <Button asChild>
            <Link href={`/batch-predictions?endpoint=${encodeURIComponent(name)}`}>
              <FileStack aria-hidden />
              {t("batches")}
            </Link>
          </Button>
          {onDeed ? (
            <Menu
              pageKey={t("actions")}
              trigger={<IconButton icon={MoreHorizontal} label={t("actions")} variant="secondary" />}
            >
              <MenuItem icon={Pencil} onSelect={() => onDeed("edit")}>
                {t("edit")}
              </MenuItem>
              {previous ? (
                <MenuItem icon={Undo2} onSelect={() => onDeed("roll_back")}>
                  {t("roll_back")}
                </MenuItem>
              ) : null}
              <MenuItem icon={Trash2} danger onSelect={() => onDeed("delete")}>
                {t("delete")}
              </MenuItem>
            </Menu>
          ) : null}
        </>
      }
      tabs={
        <NavTabs
          label={name}
          tabs={[
            { href: endpointHref(name), label: t("overview"), active: tab === "overview" },
            { href: playgroundHref(name), label: t("playground.title"), active: tab === "playground" },
          ]}
        />
      }
    />
  );
}
