/** How a page shows an artifact; null for download only. */
export type PreviewKind = "image" | "html" | "text";
/** Larger ones are offered for download; of a text the page shows the beginning and says so. */
export const PREVIEW_BYTES: Readonly<Record<PreviewKind, number>> = {
  image: 20 * 1024 * 1024,
  html: 10 * 1024 * 1024,
  text: 256 * 1024,
};
const IMAGES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"]);
const TEXTS = /^(text\/.+|application\/(json|x-ndjson|ndjson|yaml|x-yaml|xml|toml|sql|.+\+json|.+\+xml))$/;
const TEXT_ENDINGS = /\.(csv|tsv|json|jsonl|ndjson|md|txt|log|ya?ml|toml|sql)$/i;

/** Goes by the task's media type, and by the name when that is missing or generic. */
export function previewKind(artifact: { content_type: string; path: string }): PreviewKind | null {
  const type = artifact.content_type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (IMAGES.has(type)) return "image";
  if (type === "text/html") return "html";
  if (TEXTS.test(type)) return "text";
  return type === "application/octet-stream" && TEXT_ENDINGS.test(artifact.path) ? "text" : null;
}
