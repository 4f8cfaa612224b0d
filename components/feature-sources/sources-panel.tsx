"use client";
import { useQuery } from "@tanstack/react-query";
import { Database } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { DefinitionList } from "@/components/features/definition-list";
import { featureQueries, sourceHref } from "@/components/features/queries";
import { Badge } from "@/components/ui/badge";
import { PushSources } from "./push-sources";
import { ViewLinks } from "./view-links";

const SourceDialog = dynamic(() => import("./source-dialog").then((module) => module.SourceDialog), {
  ssr: false,
});

/** Where the history of features lies, and under which names rows are pushed. */
export function SourcesPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("features");
  const views = useQuery(featureQueries.views()).data?.data ?? [];
  return (
    <>
      <DefinitionList
        area="sources"
        list={useQuery(featureQueries.sources())}
        wordsOf={(row) => [row.format, row.path ?? "", row.connection ?? ""]}
        canWrite={canWrite}
        icon={<Database aria-hidden />}
        hrefOf={(row) => sourceHref(row.name)}
        columns={[
          {
            header: t("sources.kind"),
            className: "whitespace-nowrap",
            cell: (row) => <Badge tone="outline">{t(`sources.kinds.${row.format}`)}</Badge>,
          },
          {
            header: t("sources.place"),
            className: "min-w-48",
            cell: (row) => (
              <code className="break-all text-xs">
                {row.path ?? t("sources.query_of", { connection: row.connection ?? "" })}
              </code>
            ),
          },
          {
            header: t("sources.time"),
            cell: (row) => <code className="text-xs">{row.timestamp_field}</code>,
          },
          {
            header: t("views.title"),
            className: "min-w-40",
            cell: (row) => <ViewLinks views={views.filter((view) => view.source === row.name)} />,
          },
        ]}
        form={(target, close) => <SourceDialog target={target} onClose={close} />}
      />
      <PushSources views={views} />
    </>
  );
}
