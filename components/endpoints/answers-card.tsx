"use client";
import { Undo2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { listHref } from "@/components/features/queries";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { percent } from "@/lib/client/format";
import type { EndpointStateView, EndpointView } from "@/lib/endpoints/schema";
import { StateBadge } from "./state-badge";
import { VariantLabel, variantText } from "./variant-label";

type Props = {
  endpoint: EndpointView;
  states: readonly EndpointStateView[];
  canWrite: boolean;
  onChange: () => void;
  onRollBack: () => void;
};
type Variant = EndpointView["variants"][number];

/** What answers now with what share, what only watches, and what a roll-back goes to. */
export function AnswersCard({ endpoint, states, canWrite, onChange, onRollBack }: Props) {
  const t = useTranslations("endpoints");
  const { variants, shadow, sticky, previous, feature_service } = endpoint;
  return (
    <Card
      title={t("answers")}
      actions={
        canWrite ? (
          <Button size="sm" onClick={onChange}>
            {t("change")}
          </Button>
        ) : null
      }
    >
      <ul className="grid gap-3">
        {variants.map((variant) => (
          <Answering key={variant.number} variant={variant} states={states} isAlone={variants.length === 1} />
        ))}
        {shadow ? <Answering variant={shadow} states={states} isShadow /> : null}
      </ul>
      {sticky && variants.length > 1 ? (
        <p className="mt-3 text-fg-muted text-xs">
          {t("sticky_said", { by: t(`sticky_by.${sticky.by}`), name: sticky.name })}
        </p>
      ) : null}
      {feature_service === null ? null : (
        <p className="mt-3 text-fg-muted text-xs">
          {t.rich("features_joined", {
            service: () => (
              <Link href={listHref("services", feature_service)} className="text-fg hover:underline">
                {feature_service}
              </Link>
            ),
          })}
        </p>
      )}
      {previous ? (
        <div className="mt-3 flex flex-wrap items-center justify-between gap-2 border-t pt-3">
          <div className="min-w-0">
            <p className="text-fg-subtle text-xs">{t("before")}</p>
            {previous.variants.map((variant) => (
              <code key={variant.number} className="block break-words text-xs">
                {variantText(variant)}
              </code>
            ))}
          </div>
          {canWrite ? (
            <Button size="sm" icon={Undo2} onClick={onRollBack}>
              {t("roll_back")}
            </Button>
          ) : null}
        </div>
      ) : null}
    </Card>
  );
}

type AnsweringProps = {
  variant: Variant;
  states: readonly EndpointStateView[];
  isAlone?: boolean;
  isShadow?: boolean;
};

function Answering({ variant, states, isAlone = false, isShadow = false }: AnsweringProps) {
  const t = useTranslations("endpoints");
  const locale = useLocale();
  const known = states.find(({ variant: number }) => number === variant.number);
  const share = percent(variant.percent / 100, locale);
  return (
    <li className="grid min-w-0 gap-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <VariantLabel variant={variant} resolved={known?.version} />
        {known ? <StateBadge state={known.state} reason={known.reason} /> : null}
        {isShadow ? <Badge tone="outline">{t("shadow_of", { share })}</Badge> : null}
        {isAlone || isShadow ? null : (
          <span className="nums ml-auto text-fg-muted text-xs">{`${variant.name} · ${share}`}</span>
        )}
      </div>
      {isAlone || isShadow ? null : (
        <div aria-hidden className="h-1 overflow-hidden rounded-full bg-surface-3">
          <div className="h-full rounded-full bg-chart-1" style={{ width: `${variant.percent}%` }} />
        </div>
      )}
      {known?.state === "failed" && known.reason ? (
        <p className="break-words text-danger text-xs">{known.reason}</p>
      ) : null}
    </li>
  );
}
