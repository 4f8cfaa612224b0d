"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { number } from "@/lib/client/format";
import { MOST_BENEATH, trainingRunHref } from "./queries";
import type { ListedRun } from "./use-run-tree";

const INDENT_PX = 20;

/** The name at its depth in the tree, with the switch that opens what is within the run. */
export function RunName({ run, onToggle }: { run: ListedRun; onToggle: (id: string) => void }) {
  const t = useTranslations("experiment_table");
  const locale = useLocale();
  const Icon = run.isOpen ? ChevronDown : ChevronRight;
  const isPart = run.isOpen === true && run.beneath === MOST_BENEATH && run.children > MOST_BENEATH;
  return (
    <span className="flex min-w-0 items-center gap-1" style={{ paddingLeft: run.depth * INDENT_PX }}>
      {run.isOpen === null ? (
        run.depth > 0 && <span className="w-5 shrink-0" />
      ) : (
        <button
          type="button"
          aria-expanded={run.isOpen}
          aria-label={t("within", { name: run.name, count: run.children })}
          onClick={() => onToggle(run.id)}
          className="-ml-1 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-fg-subtle hover:bg-surface-3 hover:text-fg"
        >
          <Icon aria-hidden className="size-3.5" />
        </button>
      )}
      <Link
        href={trainingRunHref(run.experiment_id, run.id)}
        title={run.name}
        className="min-w-0 truncate font-medium hover:underline"
      >
        {run.name}
      </Link>
      {run.children > 0 ? (
        <span className="nums shrink-0 rounded-sm bg-surface-3 px-1 text-2xs text-fg-muted">
          {isPart
            ? t("shown_of", { shown: MOST_BENEATH, count: run.children })
            : number(run.children, locale)}
        </span>
      ) : null}
    </span>
  );
}
