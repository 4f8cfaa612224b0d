"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { StackedBar } from "@/components/ui/progress-bar";
import { compactNumber, number } from "@/lib/client/format";
import type { LogServices } from "@/lib/log-records/schema";
import { LEVELS, type Level } from "./levels";
import { pillOf } from "./search-text";

type Services = typeof LogServices._output;
type Service = Services["data"][number];

const FEW = 12;
const FILL: Readonly<Record<Level, string>> = {
  fatal: "bg-[var(--chart-8)]",
  error: "bg-state-failed",
  warn: "bg-state-retry",
  info: "bg-state-running",
  debug: "bg-state-cancelled",
  trace: "bg-state-none",
  none: "bg-border-strong",
};

type Props = { found: Services; onPills: (pills: readonly string[]) => void };

/** What is here, before anything is typed: services, and how grave what they say is. */
export function ServiceSummary({ found, onPills }: Props) {
  const t = useTranslations("discover");
  const [all, setAll] = useState(false);
  const shown = all ? found.data : found.data.slice(0, FEW);
  return (
    <section aria-label={t("services")} className="min-w-0">
      <h2 className="mb-1.5 font-semibold text-sm">{t("services_count", { count: found.services })}</h2>
      <ul className="grid max-h-72 grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))] gap-2 overflow-y-auto max-sm:max-h-44 max-sm:grid-cols-2">
        {shown.map((service) => (
          <ServiceTile key={service.service} service={service} onPills={onPills} />
        ))}
      </ul>
      {found.data.length > FEW && !all ? (
        <Button size="sm" variant="ghost" className="mt-1" onClick={() => setAll(true)}>
          {t("services_more", { count: found.data.length - FEW })}
        </Button>
      ) : null}
    </section>
  );
}

function ServiceTile({ service, onPills }: { service: Service; onPills: Props["onPills"] }) {
  const t = useTranslations("discover");
  const locale = useLocale();
  const name = service.service;
  const pill = name === "" ? "-service:*" : pillOf("service", name);
  const grave = (service.levels.error ?? 0) + (service.levels.fatal ?? 0);
  const segments = LEVELS.map((level) => ({
    key: level,
    value: service.levels[level] ?? 0,
    className: FILL[level],
    label: `${t(`levels.${level}`)} ${number(service.levels[level] ?? 0, locale)}`,
  })).filter(({ value }) => value > 0);
  return (
    <li className="relative min-w-0 rounded-md border bg-surface px-3 py-2 shadow-card hover:border-border-strong">
      <button
        type="button"
        onClick={() => onPills([pill])}
        className="block w-full min-w-0 truncate text-left font-medium text-sm after:absolute after:inset-0 after:rounded-md"
      >
        {name === "" ? <span className="text-fg-subtle">{t("no_service")}</span> : name}
      </button>
      <span className="nums mt-0.5 mb-1.5 flex flex-wrap items-baseline justify-between gap-x-2 whitespace-nowrap text-fg-muted text-xs">
        <span title={number(service.total, locale)}>
          {t("records_short", { count: service.total, text: compactNumber(service.total, locale) })}
        </span>
        {grave > 0 ? (
          <button
            type="button"
            onClick={() => onPills([pill, "level>=error"])}
            className="relative z-10 min-h-6 rounded-sm px-1 text-danger hover:underline"
          >
            {t("errors", { count: compactNumber(grave, locale) })}
          </button>
        ) : null}
      </span>
      <StackedBar label={segments.map(({ label }) => label).join(", ")} segments={segments} />
    </li>
  );
}
