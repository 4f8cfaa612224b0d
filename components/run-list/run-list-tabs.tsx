"use client";
import { useTranslations } from "next-intl";
import { runsHref, tasksHref } from "@/components/runs/runs-href";
import { NavTabs } from "@/components/ui/tabs";
import { addressOf } from "./list-query";
import { useListView } from "./use-list-view";

/** Runs and their tasks have the same filters; only what one of them has alone stays behind. */
export function RunListTabs({ active }: { active: "runs" | "tasks" }) {
  const t = useTranslations("run_list");
  const { filter } = useListView();
  const shared = addressOf({
    ...filter,
    ...{ q: null, task: null, worker: null, queue: null, pool: null },
    state: shareable(filter.state),
  });
  return (
    <NavTabs
      label={t("views")}
      tabs={[
        { href: runsHref(shared), label: t("title"), active: active === "runs" },
        { href: tasksHref(shared), label: t("tasks"), active: active === "tasks" },
      ]}
    />
  );
}

/** These states mean the same for both. */
const SHARED: ReadonlySet<string> = new Set(["queued", "running", "success", "failed", "cancelled"]);

function shareable(states: string[] | null): string[] | null {
  const kept = (states ?? []).filter((state) => SHARED.has(state));
  return kept.length > 0 ? kept : null;
}
