"use client";
import { useTranslations } from "next-intl";
import type { SearchProblem } from "@/lib/log-records/values";

/** So much of the search is shown before the place. */
const BEFORE = 40;
const BEHIND = 20;

/** What cannot be read in a search, and the place in it. */
export function SearchProblemText({
  id,
  text,
  problem,
}: {
  id: string;
  text: string;
  problem: SearchProblem;
}) {
  const t = useTranslations("reasons");
  const { at } = problem;
  const rest = text.slice(at, at + BEHIND);
  return (
    <p id={id} role="status" className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-danger text-xs">
      <code className="max-w-full truncate text-fg-muted">
        {at > BEFORE ? "…" : ""}
        {text.slice(Math.max(0, at - BEFORE), at)}
        <mark className="rounded-sm bg-danger-soft text-danger underline decoration-wavy">
          {rest === "" ? "\u00a0" : rest}
        </mark>
      </code>
      <span>{t("unreadable_search", { ...problem, at: at + 1 })}</span>
    </p>
  );
}
