"use client";
import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";
import { bytes, compactNumber, number, percent } from "@/lib/client/format";
import type { LogStoreState } from "@/lib/log-records/schema";
import { type Fullness, fullnessOf, isNear } from "./fullness";

/** What the embedded store is made for, and how much of that there is. Nothing for another store. */
export function FullnessCard({ state }: { state: LogStoreState }) {
  const t = useTranslations("log_store");
  const locale = useLocale();
  const { ceiling } = state;
  if (!ceiling) return null;
  const all = fullnessOf(state);
  const limits = {
    rate: ceiling.records_per_second,
    records: compactNumber(ceiling.records, locale),
    bytes: bytes(ceiling.bytes, locale),
  };
  return (
    <Card title={t("ceiling_title")} description={t("ceiling_description", limits)}>
      <div className="grid gap-3">
        {all.map((one) => (
          <Bar key={one.what} one={one} />
        ))}
        <p className="text-fg-muted text-sm">{t(isNear(all) ? "near" : "next")}</p>
      </div>
    </Card>
  );
}

function Bar({ one: { what, is, most, share } }: { one: Fullness }) {
  const t = useTranslations("log_store");
  const locale = useLocale();
  const told = (value: number) =>
    what === "bytes"
      ? bytes(value, locale)
      : what === "rate"
        ? number(value, locale, 1)
        : compactNumber(value, locale);
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span>{t(`of.${what}`)}</span>
        <span className="nums text-fg-muted">
          {t("of_most", { is: told(is), most: told(most), share: percent(share, locale) })}
        </span>
      </div>
      <ProgressBar value={is} max={most} label={t(`of.${what}`)} />
    </div>
  );
}
