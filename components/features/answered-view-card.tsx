"use client";
import { useLocale, useTranslations } from "next-intl";
import { AbsoluteTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { duration } from "@/lib/client/format";
import type { AnsweredView } from "@/lib/features/schema";
import { onDemandHref, viewHref } from "./queries";
import { StatusBadge } from "./status-badge";
import { Ttl } from "./ttl";
import { valueText } from "./value-text";

type Props = { answer: AnsweredView; isComputed?: boolean };

/** What is served of one view for an entity: one row is stored, so all of its features have one event time. */
export function AnsweredViewCard({ answer, isComputed = false }: Props) {
  const t = useTranslations("features");
  return (
    <Card
      title={
        <Link
          href={isComputed ? onDemandHref(answer.view) : viewHref(answer.view)}
          className="hover:underline"
        >
          {answer.view}
        </Link>
      }
      actions={
        isComputed ? (
          <span className="text-fg-muted text-xs">{t("look_up.computed")}</span>
        ) : (
          <RowAge answer={answer} />
        )
      }
      flush
    >
      <Table label={t("look_up.values_of", { view: answer.view })}>
        <thead>
          <tr>
            <Th>{t("feature")}</Th>
            <Th>{t("type")}</Th>
            <Th>{t("look_up.status")}</Th>
            <Th>{t("look_up.value")}</Th>
          </tr>
        </thead>
        <tbody>
          {answer.features.map(({ name, type, status, value }) => (
            <Tr key={name}>
              <Td className="font-medium">{name}</Td>
              <Td>
                <code className="text-fg-muted text-xs">{type}</code>
              </Td>
              <Td>
                <StatusBadge status={status} />
              </Td>
              <Td className="min-w-48">
                {status === "PRESENT" ? <Value text={valueText(type, value)} /> : <NoValue />}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/** The status beside it says why. */
function NoValue() {
  const t = useTranslations("features");
  return (
    <span className="text-fg-subtle">
      <span aria-hidden>{"–"}</span>
      <span className="sr-only">{t("look_up.no_value")}</span>
    </span>
  );
}

function Value({ text }: { text: string }) {
  return (
    <span className="flex items-start gap-1">
      <code className="nums line-clamp-3 break-all text-xs leading-6">{text}</code>
      <CopyButton text={text} />
    </span>
  );
}

/** When the values were true, how old that is, and how old they may be. */
function RowAge({ answer }: { answer: AnsweredView }) {
  const t = useTranslations("features");
  const locale = useLocale();
  const { event_timestamp: at, age_seconds: age, ttl_seconds: ttl, written_under_schema: under } = answer;
  if (at === null || age === null)
    return <span className="text-fg-muted text-xs">{t("look_up.no_row")}</span>;
  const isTooOld = ttl > 0 && age > ttl;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-fg-muted text-xs">
      {under !== null && under !== answer.schema_version ? (
        <Badge tone="outline">{t("look_up.written_under", { number: under })}</Badge>
      ) : null}
      <span>
        {t("look_up.event_time")} <AbsoluteTime at={at} ms />
      </span>
      <span className={isTooOld ? "font-medium text-warning" : undefined}>
        {t("look_up.age", { age: duration(age * 1_000, locale, false) })}
      </span>
      <span>
        {t("ttl")} <Ttl seconds={ttl} />
      </span>
    </span>
  );
}
