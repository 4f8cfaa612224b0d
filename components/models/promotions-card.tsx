"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { PromotionView } from "@/lib/models/schema";
import { AliasChip } from "./alias-chip";
import { modelQueries } from "./queries";
import { SeenValues } from "./verdict";

const TONES = {
  applied: "success",
  failed: "danger",
  rejected: "danger",
  withdrawn: "neutral",
  waiting: "warning",
} as const satisfies Record<PromotionView["state"], string>;

/** The last promotions with what each policy saw: why the champion is the champion. */
export function PromotionsCard({ name }: { name: string }) {
  const t = useTranslations("models");
  const { data } = useQuery(modelQueries.promotions(name));
  const over = data?.data.filter(({ state }) => state !== "waiting") ?? [];
  if (over.length === 0) return null;
  return (
    <Card
      flush
      title={t("promotions")}
      description={data?.has_more ? t("promotions_shown", { count: data.data.length }) : undefined}
    >
      <ul>
        {over.map((promotion) => (
          <li key={promotion.id} className="grid gap-1 border-b px-4 py-2 last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              <AliasChip alias={promotion.alias} guarded={promotion.expression !== null} />
              <span className="nums">
                {`${promotion.from_version === null ? "–" : t("version", { number: promotion.from_version })} → ${t("version", { number: promotion.version })}`}
              </span>
              <Badge tone={TONES[promotion.state]}>{t(`state.${promotion.state}`)}</Badge>
              <span className="text-fg-subtle text-xs">
                {promotion.decided_by ?? promotion.requested_by}
                {" · "}
                <RelativeTime at={promotion.decided_at ?? promotion.requested_at} />
              </span>
            </div>
            {promotion.decision || promotion.reason ? (
              <p className="break-words text-fg-muted text-sm">{promotion.decision || promotion.reason}</p>
            ) : null}
            {promotion.expression ? <code className="break-all text-xs">{promotion.expression}</code> : null}
            {promotion.verdict ? <SeenValues verdict={promotion.verdict} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
