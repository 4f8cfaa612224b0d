"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Id } from "@/components/ui/id";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RunDatasets, TrainingRunDetail } from "@/lib/experiments/schema";
import { datasetColumns } from "@/lib/experiments/values";
import { sourceText } from "./dataset-source";
import { datasetsQuery } from "./queries";

type Dataset = RunDatasets["data"][number];

/** The data that a run read. Schemas are read when they are looked at. */
export function DatasetsCard({ run }: { run: TrainingRunDetail }) {
  const t = useTranslations("run_page");
  const { data } = useQuery({ ...datasetsQuery(run.id), enabled: run.datasets.length > 0 });
  if (run.datasets.length === 0) return null;
  const known = new Map(data?.data.map((dataset) => [`${dataset.name} ${dataset.digest}`, dataset]));
  return (
    <Card flush title={t("datasets", { count: run.datasets.length })}>
      <ul aria-label={t("datasets_label")}>
        {run.datasets.map((dataset) => (
          <li
            key={`${dataset.name} ${dataset.digest}`}
            className="grid min-w-0 gap-1 border-b px-4 py-2 last:border-b-0"
          >
            <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
              <span className="break-words font-medium">{dataset.name}</span>
              {dataset.context ? <Badge>{dataset.context}</Badge> : null}
              <Id id={dataset.digest} />
            </p>
            <Source dataset={dataset} />
            <Schema dataset={known.get(`${dataset.name} ${dataset.digest}`)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Source({ dataset }: { dataset: Pick<Dataset, "source" | "source_type"> }) {
  const t = useTranslations("run_page");
  const text = sourceText(dataset.source);
  return (
    <p className="flex min-w-0 items-start gap-1 text-fg-muted text-xs leading-6">
      <span className="min-w-0 break-all">
        {[dataset.source_type, text].filter((part) => part !== "").join(" · ")}
      </span>
      {text === "" ? null : <CopyButton text={text} label={t("copy_source")} />}
    </p>
  );
}

function Schema({ dataset }: { dataset: Dataset | undefined }) {
  const t = useTranslations("run_page");
  if (!dataset?.schema) return null;
  const columns = datasetColumns(dataset.schema);
  return (
    <details>
      <summary className="cursor-pointer text-accent text-xs">
        {columns ? t("columns", { count: columns.length }) : t("schema")}
      </summary>
      {columns ? (
        <div className="mt-1 max-h-72 overflow-y-auto rounded-md border">
          <Table label={t("schema_of", { name: dataset.name })}>
            <thead>
              <tr>
                <Th>{t("column")}</Th>
                <Th>{t("type")}</Th>
              </tr>
            </thead>
            <tbody>
              {columns.map(({ name, type }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                <Tr key={at}>
                  <Td className="break-words font-mono text-xs">{name}</Td>
                  <Td className="font-mono text-xs">{type}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : (
        <CodeBlock code={dataset.schema} wrap className="mt-1" />
      )}
      {dataset.profile ? (
        <p className="mt-1 break-all font-mono text-fg-muted text-xs">{dataset.profile.slice(0, 1_000)}</p>
      ) : null}
    </details>
  );
}
