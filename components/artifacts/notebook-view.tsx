"use client";
import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { Markdown } from "@/components/ui/markdown";
import type { NotebookCell } from "./notebook";

/** Sources and what outputs say as text; their pictures and HTML are in the downloaded file only. */
export function NotebookView({ cells }: { cells: readonly NotebookCell[] }) {
  const t = useTranslations("viewer");
  return (
    <div className="grid min-w-0 gap-3">
      <p className="text-fg-muted text-xs">{t("notebook")}</p>
      {cells.map(({ kind, text, outputs }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity and do not move
        <div key={at} className="grid min-w-0 gap-1">
          {kind === "markdown" ? (
            <Markdown text={text} />
          ) : (
            <CodeBlock code={text} title={t("cell", { number: at + 1 })} wrap />
          )}
          {outputs.map((output, number) => (
            <pre
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              key={number}
              tabIndex={0}
              className="max-h-60 overflow-auto whitespace-pre-wrap break-all border-l-2 pl-3 text-fg-muted text-xs leading-5"
            >
              {output}
            </pre>
          ))}
        </div>
      ))}
    </div>
  );
}
