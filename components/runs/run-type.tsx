"use client";
import { CalendarClock, History, type LucideIcon, MousePointerClick } from "lucide-react";
import { useTranslations } from "next-intl";

const ICONS: Record<string, LucideIcon> = {
  scheduled: CalendarClock,
  manual: MousePointerClick,
  backfill: History,
};

/** The kind of a run as a shape and a word. An unknown kind is shown by its own name. */
export function RunType({ type }: { type: string }) {
  const t = useTranslations("runs.types");
  const Icon = ICONS[type];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
      {Icon ? <Icon aria-hidden className="size-3.5 text-fg-subtle" /> : null}
      {t.has(type as "manual") ? t(type as "manual") : type}
    </span>
  );
}
