import { notebookCells } from "@/components/artifacts/notebook";
import type { ArtifactHead } from "@/lib/artifacts/schema";
import { textFormat } from "@/lib/artifacts/values";

type Read = Pick<ArtifactHead, "path" | "content_type" | "text" | "is_whole">;

/**
 * A file's text in the form in which its lines can be told apart: JSON with a value a line, a notebook as its cells'
 * sources and outputs. Nothing of it is run. Anything else, and what cannot be read so, stays as it is.
 */
export function comparableText(head: Read): string {
  const text = head.text ?? "";
  switch (textFormat(head)) {
    case "json":
      return (head.is_whole ? indented(text) : null) ?? text;
    case "notebook":
      return notebookText(text, !head.is_whole) ?? text;
    default:
      return text;
  }
}

function indented(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

function notebookText(text: string, isCut: boolean): string | null {
  const cells = notebookCells(text, isCut);
  if (!cells) return null;
  return cells
    .map(({ kind, text: source, outputs }, at) =>
      [`# [${at + 1}] ${kind}`, source, ...outputs.map((output) => output.replaceAll(/^/gm, "> "))].join(
        "\n",
      ),
    )
    .join("\n\n");
}

/** The grammar that the line diff marks words by. */
export function languageOfFile(path: string): "javascript" | "python" | "yaml" | "text" {
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  if (ending === "py" || ending === "ipynb") return "python";
  if (ending === "json" || ending === "js") return "javascript";
  return ending === "yaml" || ending === "yml" || /(^|\/)MLmodel$/.test(path) ? "yaml" : "text";
}
