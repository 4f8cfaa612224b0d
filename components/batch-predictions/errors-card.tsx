"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { BatchView } from "@/lib/batch-predictions/schema";
import { batchQueries } from "./queries";

/** The first rows without an answer. */
export function ErrorsCard({ batch }: { batch: BatchView }) {
  const t = useTranslations("batch_predictions");
  const format = useFormatter();
  const { id, rows_failed: failed } = batch;
  const sample = useQuery({ ...batchQueries.errors(id, failed), enabled: failed > 0 });
  const rows = sample.data?.data ?? [];
  if (failed === 0 || rows.length === 0) return null;
  return (
    <Card
      flush
      title={t("errors_title")}
      description={t("errors_shown", { shown: rows.length, failed: format.number(failed) })}
    >
      <div className="max-h-96 overflow-auto">
        <Table label={t("errors_title")}>
          <thead>
            <tr>
              <Th>{t("row")}</Th>
              <Th>{t("column")}</Th>
              <Th>{t("problem")}</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, column, problem }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row may have the same problem twice, and none moves
              <Tr key={at}>
                <Td className="nums">{format.number(row)}</Td>
                <Td>
                  <code className="min-w-24 break-words">{column || "–"}</code>
                </Td>
                <Td className="min-w-48 break-words">{problem}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Card>
  );
}
