"use client";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { TableSkeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { TrainingRunDetail } from "@/lib/experiments/schema";

function Loading() {
  const t = useTranslations("run_page");
  return <TableSkeleton rows={6} label={t("loading")} />;
}
const loading = () => <Loading />;
const RunFiles = dynamic(() => import("@/components/run-files/run-files").then(({ RunFiles }) => RunFiles), {
  ssr: false,
  loading,
});
const SourcePanel = dynamic(() => import("./source-panel").then(({ SourcePanel }) => SourcePanel), {
  ssr: false,
  loading,
});
const LogPanel = dynamic(() => import("./log-panel").then(({ LogPanel }) => LogPanel), {
  ssr: false,
  loading,
});

const TABS = ["overview", "files", "source", "log"] as const;
type Props = { run: TrainingRunDetail; canReadLogs: boolean; overview: ReactNode };

/** What else there is of a run is loaded when it is looked at; the tab is in the URL. */
export function RunTabs({ run, canReadLogs, overview }: Props) {
  const t = useTranslations("run_page");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("overview"));
  const contents = {
    overview,
    files: <RunFiles run={run} />,
    source: <SourcePanel run={run} />,
    log: <LogPanel run={run} canReadLogs={canReadLogs} />,
  };
  return (
    <Tabs
      label={t("tabs_label")}
      value={tab}
      onChange={(next) => void setTab(next)}
      tabs={TABS.map((value) => ({ value, label: t(`tabs.${value}`), content: contents[value] }))}
    />
  );
}
