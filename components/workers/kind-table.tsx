"use client";
import { useLocale, useTranslations } from "next-intl";
import { Duration } from "@/components/time/time";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number, percent } from "@/lib/client/format";
import type { TaskKindView } from "@/lib/tasks/schema";

/** How tasks of each kind went in the last day. */
export function KindTable({ kinds }: { kinds: readonly TaskKindView[] }) {
  const t = useTranslations("workers");
  const locale = useLocale();
  if (kinds.length === 0) return <p className="p-4 text-fg-muted text-sm">{t("no_kinds")}</p>;
  const time = (ms: number | null) => (ms === null ? "–" : <Duration ms={Math.round(ms)} />);
  return (
    <Table label={t("kinds")}>
      <thead>
        <tr>
          <Th>{t("kind")}</Th>
          <Th className="text-right">{t("ended")}</Th>
          <Th className="text-right">{t("failed")}</Th>
          <Th className="text-right">{t("failure_rate")}</Th>
          <Th className="text-right">{t("p50")}</Th>
          <Th className="text-right">{t("p95")}</Th>
          <Th className="text-right">{t("longest")}</Th>
          <Th className="text-right">{t("wait_p95")}</Th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => {
          const ended = kind.done + kind.failed;
          return (
            <Tr key={kind.kind}>
              <Td className="font-mono text-xs">{kind.kind}</Td>
              <Td className="nums text-right">{number(ended, locale)}</Td>
              <Td className={`nums text-right ${kind.failed > 0 ? "text-danger" : ""}`}>
                {number(kind.failed, locale)}
              </Td>
              <Td className="nums text-right">{ended === 0 ? "–" : percent(kind.failed / ended, locale)}</Td>
              <Td className="nums text-right">{time(kind.p50_ms)}</Td>
              <Td className="nums text-right">{time(kind.p95_ms)}</Td>
              <Td className="nums text-right">{time(kind.longest_ms)}</Td>
              <Td className="nums text-right">{time(kind.wait_p95_ms)}</Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
