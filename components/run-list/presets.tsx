"use client";
import { useTranslations } from "next-intl";
import { type RunsSearch, runsHref, tasksHref } from "@/components/runs/runs-href";
import { SelectLink } from "@/components/ui/select-link";
import { cn } from "@/lib/client/cn";
import { type ListFilter, type ListView, NO_FILTER } from "./use-list-view";

const PRESETS = [
  { id: "failed_yesterday", search: { state: ["failed"], when: "yesterday" } },
  { id: "failed_week", search: { state: ["failed"], when: "7d" } },
  { id: "running", search: { state: ["running"] } },
  { id: "week", search: { when: "7d" } },
] as const satisfies readonly { id: string; search: RunsSearch }[];

/** The searches that are wanted each morning, as links. */
export function Presets({ of, view }: { of: "runs" | "tasks"; view: ListView }) {
  const t = useTranslations("run_list");
  return (
    <ul aria-label={t("presets")} className="flex min-w-0 flex-wrap gap-1.5">
      {PRESETS.map(({ id, search }) => {
        const filter = { ...NO_FILTER, ...writable(search) };
        const active = isSame(view.filter, filter);
        return (
          <li key={id}>
            <SelectLink
              href={of === "runs" ? runsHref(search) : tasksHref(search)}
              onSelect={() => view.change(filter)}
              aria-current={active ? "true" : undefined}
              className={cn(
                "inline-flex h-7 items-center rounded-full border px-3 text-fg-muted text-xs hover:border-border-strong hover:text-fg",
                active && "border-fg bg-surface-2 font-medium text-fg hover:border-fg",
              )}
            >
              {t(`preset.${id}`)}
            </SelectLink>
          </li>
        );
      })}
    </ul>
  );
}

function writable(search: RunsSearch): Partial<ListFilter> {
  return { state: search.state ? [...search.state] : null, when: search.when ?? null };
}

export function isSame(one: ListFilter, other: ListFilter): boolean {
  return JSON.stringify(Object.entries(one).toSorted()) === JSON.stringify(Object.entries(other).toSorted());
}
