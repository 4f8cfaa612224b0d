import { outlineOf } from "@/lib/artifacts/values";

/** Most sources are JSON with one address; others are shown as they are. */
export function sourceText(source: string): string {
  const outline = outlineOf(source);
  if (outline?.kind !== "object") return source;
  const address = outline.entries.find(({ key }) => key === "uri" || key === "url" || key === "path")?.value;
  if (address?.kind === "text") return address.text;
  return source === "{}" ? "" : source;
}
