"use client";
import { useTranslations } from "next-intl";
import { useStateLabel } from "@/components/ui/status";
import { useTimeWords } from "./time-picker";
import type { ListFilter } from "./use-list-view";

/** A filter in words, for where nothing matches it. */
export function useFilterWords(): (filter: ListFilter) => string[] {
  const t = useTranslations("run_list");
  const runs = useTranslations("runs");
  const label = useStateLabel();
  const times = useTimeWords();
  return (filter) => [
    ...(filter.state ?? []).map(label),
    ...(filter.pipeline ?? []),
    ...(filter.type ?? []).map((type) => {
      const key = `types.${type}` as "types.manual";
      return runs.has(key) ? runs(key) : type;
    }),
    ...[filter.tag, filter.by, filter.task, filter.q].filter((word) => word !== null),
    ...times(filter),
    ...(filter.backfill ? [runs("one_backfill")] : []),
    ...(filter.version ? [runs("version_number", { number: filter.version })] : []),
    ...(filter.queue ? [t("of_queue", { queue: filter.queue })] : []),
    ...(filter.pool ? [t("of_pool", { pool: filter.pool })] : []),
    ...(filter.worker ? [t("on_worker", { worker: filter.worker })] : []),
  ];
}
