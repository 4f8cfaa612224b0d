"use client";
import { useTranslations } from "next-intl";
import { runsHref, tasksHref } from "@/components/runs/runs-href";
import { WaitNotice } from "@/components/runs/wait-notice";
import { Duration } from "@/components/time/time";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { WaitingList } from "@/lib/runs/schema";

type WaitingTableProps = { waiting: WaitingList; canWrite: boolean };

/** Waiting runs and tasks by pipeline and reason, with a way out. */
export function WaitingTable({ waiting, canWrite }: WaitingTableProps) {
  const t = useTranslations("workers");
  if (waiting.data.length === 0) return <p className="p-4 text-fg-muted text-sm">{t("waits_none")}</p>;
  return (
    <>
      <Table cards label={t("waits")}>
        <thead>
          <tr>
            <Th>{t("pipeline")}</Th>
            <Th>{t("what")}</Th>
            <Th>{t("why")}</Th>
            <Th>{t("since")}</Th>
          </tr>
        </thead>
        <tbody>
          {waiting.data.map((line) => (
            <Tr key={`${line.dag_id} ${JSON.stringify(line.waits_for)}`}>
              <Td className="font-medium">
                <Link href={`/pipelines/${encodeURIComponent(line.dag_id)}`} className="hover:underline">
                  {line.dag_id}
                </Link>
              </Td>
              <Td className="nums whitespace-nowrap">
                <Link href={waitingHref(line)} className="hover:underline">
                  {t("how_many", { runs: line.runs, tasks: line.tasks })}
                </Link>
              </Td>
              <Td>
                <WaitNotice
                  plain
                  waits={line.waits_for}
                  dagId={line.dag_id}
                  canWrite={canWrite}
                  className="min-w-40"
                />
              </Td>
              <Td className="nums whitespace-nowrap">
                <Duration from={line.since} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {waiting.more > 0 ? (
        <p className="p-4 text-fg-muted text-sm">{t("waits_more", { count: waiting.more })}</p>
      ) : null}
    </>
  );
}

/** What waits in the pipeline, for this reason or another. */
function waitingHref({ dag_id, runs }: WaitingList["data"][number]): string {
  return runs > 0
    ? runsHref({ pipeline: [dag_id], state: ["queued"] })
    : tasksHref({ pipeline: [dag_id], state: ["none", "queued", "up_for_retry"] });
}
