"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Card, KeyValueList } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number } from "@/lib/client/format";
import type { PairView } from "@/lib/endpoints/schema";
import { latencyText } from "./latency-text";
import { endpointQueries } from "./queries";

const SHOWN = 3;
type Between = { value: number; low: number; high: number } | null;

/** How far shadows agree with what answered, and which of the two is better by what came true. */
export function ShadowCard({ name }: { name: string }) {
  const t = useTranslations("endpoints.evidence");
  const pairs = useQuery(endpointQueries.pairs(name));
  const rows = pairs.data?.data.slice(0, SHOWN);
  if (pairs.isPending)
    return (
      <Card title={t("title")}>
        <TableSkeleton rows={3} label={t("title")} />
      </Card>
    );
  if (!rows)
    return (
      <Card title={t("title")}>
        <ErrorState error={pairs.error} onRetry={() => void pairs.refetch()} />
      </Card>
    );
  if (rows.length === 0)
    return (
      <Card title={t("title")}>
        <p className="text-fg-muted text-sm">{t("nothing")}</p>
      </Card>
    );
  return rows.map((pair) => (
    <PairCard
      key={[pair.live, pair.shadow].map((side) => `${side.number}:${side.version}`).join()}
      pair={pair}
    />
  ));
}

function PairCard({ pair }: { pair: PairView }) {
  const t = useTranslations("endpoints.evidence");
  const locale = useLocale();
  const { live, shadow, compared, failed, dropped, slower_ms, outputs, evidence } = pair;
  const worst = outputs
    .flatMap(({ disagreement }) => disagreement ?? [])
    .reduce<Between>((most, one) => (most && most.high >= one.high ? most : one), null);
  return (
    <Card
      title={t("pair", { shadow: `v${shadow.version}`, live: `v${live.version}` })}
      actions={<RelativeTime at={pair.updated_at} className="text-fg-muted text-xs" />}
    >
      <div className="grid gap-3">
        <KeyValueList
          items={[
            {
              label: t("requests"),
              value: t("requests_of", {
                compared: number(compared, locale),
                failed: number(failed, locale),
                dropped: number(dropped, locale),
              }),
            },
            {
              label: t("disagreement"),
              value: <Range of={worst} text={(one) => `${number(one * 100, locale, 2)} %`} />,
            },
            {
              label: t("slower"),
              value: <Range of={slower_ms} text={(one) => latencyText(one, locale) ?? ""} />,
            },
          ]}
        />
        {evidence ? (
          <Evidence evidence={evidence} />
        ) : (
          <p className="text-fg-muted text-xs">{t("no_labels")}</p>
        )}
      </div>
    </Card>
  );
}

function Evidence({ evidence }: { evidence: NonNullable<PairView["evidence"]> }) {
  const t = useTranslations("endpoints.evidence");
  const locale = useLocale();
  const text = (value: number) => number(value, locale, 4);
  return (
    <div className="grid gap-1">
      <p className="text-fg-muted text-xs">
        {t("labels", { count: evidence.labels, output: evidence.output })}
      </p>
      <Table label={t("by_labels")}>
        <thead>
          <tr>
            <Th>{t("figure")}</Th>
            <Th className="text-right">{t("live")}</Th>
            <Th className="text-right">{t("shadow")}</Th>
            <Th className="text-right">{t("difference")}</Th>
          </tr>
        </thead>
        <tbody>
          {evidence.figures.map(({ figure, live, shadow, difference }) => (
            <Tr key={figure}>
              <Td>{t(`figures.${figure}`)}</Td>
              <Td className="nums text-right">{text(live)}</Td>
              <Td className="nums text-right">{text(shadow)}</Td>
              <Td className="text-right">
                <Range of={difference} text={text} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="text-fg-subtle text-xs">{t("how")}</p>
    </div>
  );
}

/** A figure and the bounds between which it lies. */
function Range({ of, text }: { of: Between; text: (value: number) => string }) {
  const t = useTranslations("endpoints.evidence");
  if (!of) return <span className="text-fg-subtle">{t("too_few")}</span>;
  return (
    <span className="nums">
      {text(of.value)}{" "}
      <span className="whitespace-nowrap text-fg-muted text-xs">
        {t("between", { low: text(of.low), high: text(of.high) })}
      </span>
    </span>
  );
}
