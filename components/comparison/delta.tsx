import { useLocale, useTranslations } from "next-intl";
import { metricText } from "@/components/experiments/metric-text";
import { cn } from "@/lib/client/cn";
import { percent } from "@/lib/client/format";
import type { Cell } from "@/lib/comparison/schema";
import { isLowerBetter } from "@/lib/comparison/values";
import { deltaOf } from "./lines";

/** Better and worse are said by an arrow and a word too, not by colour alone. */
export function Delta({ metric, value, base }: { metric: string; value: Cell; base: Cell }) {
  const t = useTranslations("comparison");
  const locale = useLocale();
  const delta = deltaOf(value, base);
  if (!delta) return null;
  const isBetter = delta.by < 0 === isLowerBetter(metric);
  const sign = delta.by > 0 ? "+" : "";
  const share = delta.share === null ? "" : ` (${sign}${percent(delta.share, locale)})`;
  const text = `${sign}${metricText(delta.by, locale)}${share}`;
  return (
    <span
      title={`${text} · ${t(isBetter ? "better" : "worse")}`}
      className={cn("ml-1.5 text-xs", isBetter ? "text-success" : "text-danger")}
    >
      <span aria-hidden>{delta.by > 0 ? "▲" : "▼"}</span>
      {`${sign}${metricText(delta.by, locale)}`}
      <span className="sr-only">{t(isBetter ? "better" : "worse")}</span>
    </span>
  );
}
