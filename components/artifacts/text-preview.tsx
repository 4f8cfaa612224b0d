"use client";
import { useLocale, useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { Markdown } from "@/components/ui/markdown";
import type { ArtifactHead } from "@/lib/artifacts/schema";
import { outlineOf, type TextFormat } from "@/lib/artifacts/values";
import { bytes } from "@/lib/client/format";
import { DiffText } from "./diff-text";
import { JsonTree } from "./json-tree";
import { ModelFile } from "./model-file";
import { notebookCells } from "./notebook";
import { NotebookView } from "./notebook-view";
import type { ArtifactSource } from "./source";

type Props = { head: ArtifactHead; source: ArtifactSource; format: TextFormat };

/** A text by its format, and as it is where that says something else. Of a long one the beginning. */
export function TextPreview({ head, source, format }: Props) {
  const t = useTranslations("viewer");
  const locale = useLocale();
  if (head.text === null) return null;
  if (head.text === "") return <p className="py-8 text-center text-fg-muted text-sm">{t("empty_file")}</p>;
  return (
    <>
      {head.is_whole ? null : (
        <p className="text-fg-muted text-xs" role="status">
          {t("first_part", { limit: bytes(head.shown_bytes, locale), size: bytes(head.size_bytes, locale) })}
        </p>
      )}
      <Formatted text={head.text} isCut={!head.is_whole} source={source} format={format} />
    </>
  );
}

type FormattedProps = { text: string; isCut: boolean; source: ArtifactSource; format: TextFormat };

function Formatted({ text, isCut, source, format }: FormattedProps) {
  const plain = <CodeBlock code={text} wrap />;
  switch (format) {
    case "json": {
      const outline = outlineOf(text, isCut);
      return outline ? <JsonTree value={outline} /> : plain;
    }
    case "notebook": {
      const cells = notebookCells(text, isCut);
      return cells ? <NotebookView cells={cells} /> : plain;
    }
    case "markdown":
      return <Markdown text={text} />;
    case "diff":
      return <DiffText text={text} />;
    case "model":
      return source.modelPath === null ? plain : <ModelFile source={source} fallback={plain} />;
    case "plain":
      return plain;
  }
}
