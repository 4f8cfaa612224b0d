"use client";
import { useLocale, useTranslations } from "next-intl";
import { tasksHref } from "@/components/runs/runs-href";
import { Duration } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number } from "@/lib/client/format";
import type { QueueView } from "@/lib/tasks/schema";

export function QueueTable({ queues }: { queues: readonly QueueView[] }) {
  const t = useTranslations("workers");
  const locale = useLocale();
  if (queues.length === 0) return <p className="p-4 text-fg-muted text-sm">{t("no_queues")}</p>;
  return (
    <Table cards label={t("queues")}>
      <thead>
        <tr>
          <Th>{t("queue")}</Th>
          <Th>{t("waiting")}</Th>
          <Th>{t("oldest")}</Th>
          <Th>{t("running")}</Th>
          <Th>{t("done_hour")}</Th>
          <Th>{t("failed_hour")}</Th>
          <Th>{t("workers")}</Th>
          <Th>{t("pipelines")}</Th>
        </tr>
      </thead>
      <tbody>
        {queues.map((queue) => (
          <Tr key={queue.name}>
            <Td className="whitespace-nowrap font-mono">{queue.name}</Td>
            <Td className="nums">
              <Count count={queue.queued} queue={queue.name} state="queued" />
            </Td>
            <Td className="nums">
              {queue.oldest_queued_at ? <Duration from={queue.oldest_queued_at} /> : null}
            </Td>
            <Td className="nums">
              <Count count={queue.running} queue={queue.name} state="running" />
            </Td>
            <Td className="nums">{number(queue.done, locale)}</Td>
            <Td className={`nums ${queue.failed > 0 ? "text-danger" : ""}`}>
              {number(queue.failed, locale)}
            </Td>
            <Td className="nums">
              {queue.workers > 0 ? queue.workers : <Badge tone="warning">{t("nobody")}</Badge>}
            </Td>
            <Td>
              <span className="flex flex-wrap gap-x-3">
                {queue.dag_ids.map((id) => (
                  <Link key={id} href={`/pipelines/${encodeURIComponent(id)}`} className="hover:underline">
                    {id}
                  </Link>
                ))}
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Count({ count, queue, state }: { count: number; queue: string; state: string }) {
  return (
    <Link href={tasksHref({ queue, state: [state] })} className="hover:underline">
      {count}
    </Link>
  );
}
