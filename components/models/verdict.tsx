"use client";
import { CircleCheck, CircleX } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { metricText } from "@/components/experiments/metric-text";
import { Badge } from "@/components/ui/badge";
import type { PromotionView } from "@/lib/models/schema";

export type VerdictOf = NonNullable<PromotionView["verdict"]>;

/** Figures of a shadow that only feedback gives. */
const OF_FEEDBACK =
  /^shadow\.(?:live_)?(?:auc|calibration_error|brier|log_loss|mean_error|rmse)(?:_difference|$)/;

export function VerdictBadge({ verdict }: { verdict: VerdictOf }) {
  const t = useTranslations("models");
  return (
    <Badge tone={verdict.passed ? "success" : "danger"} icon={verdict.passed ? CircleCheck : CircleX}>
      {t(`outcome.${verdict.outcome}`)}
    </Badge>
  );
}

/** Every value that the policy read, also those that were not there. */
export function SeenValues({ verdict }: { verdict: VerdictOf }) {
  const t = useTranslations("models");
  const locale = useLocale();
  return (
    <div className="grid gap-1 text-xs">
      {verdict.said ? <p className="break-words text-danger">{verdict.said}</p> : null}
      {verdict.values.some(({ name, value }) => value === null && OF_FEEDBACK.test(name)) ? (
        <p className="text-fg-muted">{t("needs_feedback")}</p>
      ) : null}
      <dl className="flex flex-wrap gap-x-4 gap-y-1">
        {verdict.values.map(({ name, value }) => (
          <div key={name} className="flex min-w-0 items-baseline gap-1.5">
            <dt className="break-all font-mono text-fg-muted">{name}</dt>
            <dd className="nums font-medium">
              {value === null ? (
                <span className="font-normal text-fg-subtle">{t("not_there")}</span>
              ) : (
                metricText(value, locale)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
