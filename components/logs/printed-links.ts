import type { Span } from "./ansi";

/**
 * MLflow's clients print where a run is, by the address that they have of us: in a task it leads nowhere else. The part behind
 * the # names the page, and /mlflow here knows it, so whatever the host, the link stays in the console.
 */
const PRINTED = /https?:\/\/[^\s/]{1,300}\/mlflow\/(#\/(?:experiments|models|compare-runs)\b\S{0,500})/g;

export function withLinks(span: Span): Span[] {
  if (!span.text.includes("/mlflow/#/")) return [span];
  const { text, className } = span;
  const parts: Span[] = [];
  let done = 0;
  const take = (end: number) => {
    if (end > done) parts.push({ text: text.slice(done, end), className });
  };
  for (const found of text.matchAll(PRINTED)) {
    take(found.index);
    done = found.index + found[0].length;
    parts.push({ text: found[0], className, href: `/mlflow/${found[1] ?? ""}` });
  }
  take(text.length);
  return parts;
}
