"use client";
import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import type { PredictionView } from "@/lib/predictions/schema";
import { msText } from "./ms-text";

const PHASES = ["parse", "features", "wait", "run", "encode"] as const;

/** Where the time went, in the order in which it did. */
export function LatencyCard({ latency, total }: { latency: PredictionView["latency_ms"]; total: number }) {
  const t = useTranslations("predictions");
  const locale = useLocale();
  return (
    <Card title={t("latency")} actions={<span className="nums text-sm">{msText(total, locale)}</span>}>
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1.5 text-sm">
        {PHASES.map((phase) => (
          <div key={phase} className="contents">
            <dt className="text-fg-muted" title={t(`phase_text.${phase}`)}>
              {t(`phase.${phase}`)}
            </dt>
            <dd aria-hidden className="h-2 rounded-full bg-surface-3">
              <svg className="h-2 w-full" preserveAspectRatio="none" viewBox="0 0 100 1">
                <title>{t(`phase.${phase}`)}</title>
                <rect
                  className="fill-accent"
                  height={1}
                  width={total > 0 ? (100 * latency[phase]) / total : 0}
                />
              </svg>
            </dd>
            <dd className="nums text-right">{msText(latency[phase], locale)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
