"use client";
import { useLocale, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number } from "@/lib/client/format";
import type { EndpointUsageView } from "@/lib/endpoint-usage/schema";

const KINDS = ["token", "user", "task"] as const;

/** Who asked in the range: tokens, people of the console and tasks. */
export function CallersCard({ usage: { callers, has_more_callers } }: { usage: EndpointUsageView }) {
  const t = useTranslations("endpoints");
  const locale = useLocale();
  const kindOf = (type: string) => KINDS.find((kind) => kind === type);
  return (
    <Card
      flush
      title={t("callers")}
      description={has_more_callers ? t("callers_more", { count: callers.length }) : t("callers_text")}
    >
      {callers.length === 0 ? (
        <p className="px-4 py-6 text-center text-fg-muted text-sm">{t("callers_none")}</p>
      ) : (
        <Table label={t("callers")}>
          <thead>
            <tr>
              <Th>{t("caller")}</Th>
              <Th className="text-right">{t("measures.requests")}</Th>
              <Th className="text-right">{t("measures.refused")}</Th>
              <Th className="text-right">{t("measures.errors")}</Th>
              <Th>{t("last_asked")}</Th>
            </tr>
          </thead>
          <tbody>
            {callers.map(({ type, id, name, requests, refused, errors, last_at }) => {
              const kind = kindOf(type);
              return (
                <Tr key={`${type} ${id}`}>
                  <Td>
                    <span className="flex min-w-0 items-center gap-2">
                      <span title={id} className="truncate">
                        {name}
                      </span>
                      {kind ? <Badge tone="outline">{t(`caller_kinds.${kind}`)}</Badge> : null}
                    </span>
                  </Td>
                  <Td className="nums text-right">{number(requests, locale)}</Td>
                  <Td className="nums text-right">{number(refused, locale)}</Td>
                  <Td className="nums text-right">{number(errors, locale)}</Td>
                  <Td>
                    <RelativeTime at={last_at} />
                  </Td>
                </Tr>
              );
            })}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
