"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, TableProperties } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Toolbar } from "@/components/layout/page-header";
import { LongJobState } from "@/components/long-jobs/long-job-state";
import { Duration, RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { LoadMore } from "@/components/ui/load-more";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { trainingSetHref, trainingSetQueries } from "./queries";
import { useAskedFor } from "./use-asked-for";

const TrainingSetDialog = dynamic(
  () => import("./training-set-dialog").then((module) => module.TrainingSetDialog),
  { ssr: false },
);

/** Training sets, the newest first. */
export function TrainingSetsPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("training_sets");
  const format = useFormatter();
  const askedFor = useAskedFor();
  const router = useRouter();
  const [isMaking, setMaking] = useState(false);
  const list = useInfiniteQuery(trainingSetQueries.pages());
  const rows = list.data?.pages.flatMap((page) => page.data);
  if (list.isPending) return <TableSkeleton rows={4} label={t("title")} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const make = canWrite ? (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      {t("create")}
    </Button>
  ) : null;
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState
          icon={<TableProperties aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
          action={make}
        />
      ) : (
        <>
          <Toolbar end={make} />
          <Card flush>
            <Table label={t("title")} cards>
              <thead>
                <tr>
                  <Th>{t("asked_for")}</Th>
                  <Th>{t("entities")}</Th>
                  <Th>{t("state")}</Th>
                  <Th className="text-right">{t("rows")}</Th>
                  <Th>{t("took")}</Th>
                  <Th>{t("by")}</Th>
                  <Th>{t("when")}</Th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Tr key={row.id}>
                    <Td className="min-w-48">
                      <Link
                        href={trainingSetHref(row.id)}
                        className="inline-flex min-h-6 items-center break-all font-medium hover:underline"
                      >
                        {askedFor(row)}
                      </Link>
                    </Td>
                    <Td className="min-w-40">
                      <code className="break-all text-xs">{row.entities.path.split("/").at(-1)}</code>
                    </Td>
                    <Td>
                      <LongJobState state={row.state} />
                    </Td>
                    <Td className="nums text-right">{row.rows === null ? "–" : format.number(row.rows)}</Td>
                    <Td>
                      {row.duration_seconds === null ? "–" : <Duration ms={row.duration_seconds * 1_000} />}
                    </Td>
                    <Td className="whitespace-nowrap">{row.created_by}</Td>
                    <Td>
                      <RelativeTime at={row.created_at} />
                    </Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </Card>
          <LoadMore
            shown={rows.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
      {isMaking ? (
        <TrainingSetDialog
          onClose={() => setMaking(false)}
          onStarted={(id) => router.push(trainingSetHref(id))}
        />
      ) : null}
    </>
  );
}
