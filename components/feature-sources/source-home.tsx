"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { DefinitionMenu } from "@/components/features/definition-menu";
import { KeptIn } from "@/components/features/kept-in";
import { LineageLink } from "@/components/features/lineage-link";
import { featureQueries } from "@/components/features/queries";
import { TagBadges } from "@/components/features/tag-badges";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import type { FeatureSourceView } from "@/lib/features/schema";
import { FilesCard } from "./files-card";
import { SourceFactsCard } from "./source-facts-card";
import { SourceViewsCard } from "./source-views-card";

const SourceDialog = dynamic(() => import("./source-dialog").then((module) => module.SourceDialog), {
  ssr: false,
});

/** One data source: where it is, what is in it, and what is made of it. */
export function SourceHome({ initial, canWrite }: { initial: FeatureSourceView; canWrite: boolean }) {
  const t = useTranslations("features");
  const { data: source } = useQuery({ ...featureQueries.source(initial.name), initialData: initial });
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[
              { label: t("title"), href: "/features" },
              { label: t("sources.title"), href: "/features/sources" },
              { label: source.name },
            ]}
          />
        }
        title={source.name}
        badges={
          <>
            <Badge tone="outline">{t(`sources.kinds.${source.format}`)}</Badge>
            <TagBadges tags={source.tags} className="flex-wrap" />
          </>
        }
        description={source.description || undefined}
        actions={
          <>
            <LineageLink kind="source" name={source.name} />
            {canWrite ? (
              <DefinitionMenu
                area="sources"
                target={source}
                list="/features/sources"
                editor={(onClose) => <SourceDialog target={source} onClose={onClose} />}
              />
            ) : null}
          </>
        }
      />
      <KeptIn definition={source} long />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid min-w-0 gap-4">
          {source.query === null ? (
            <FilesCard source={source} />
          ) : (
            <Card title={t("sources.query")} description={t("sources.query_text")}>
              <CodeBlock code={source.query} />
            </Card>
          )}
        </div>
        <div className="grid min-w-0 gap-4">
          <SourceFactsCard source={source} />
          <SourceViewsCard name={source.name} />
        </div>
      </div>
    </>
  );
}
