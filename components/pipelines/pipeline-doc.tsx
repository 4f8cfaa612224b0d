"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Markdown } from "@/components/ui/markdown";
import { pipelineQueries } from "./queries";

/** The author's description of the pipeline. */
export function PipelineDoc({ dagId }: { dagId: string }) {
  const t = useTranslations("pipelines");
  const { data } = useQuery(pipelineQueries.detail(dagId));
  const text = data?.head?.spec.doc_md;
  if (!text) return null;
  return (
    <Card title={t("doc")}>
      <Markdown text={text} />
    </Card>
  );
}
