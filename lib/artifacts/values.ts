export { type Outline, outlineOf } from "./head/json-outline";

/** How a page shows an artifact; null for download only. */
export type PreviewKind = "image" | "html" | "text";
/** Larger ones are offered for download; of a text the page shows the beginning and says so. */
export const PREVIEW_BYTES: Readonly<Record<PreviewKind, number>> = {
  image: 20 * 1024 * 1024,
  html: 10 * 1024 * 1024,
  text: 256 * 1024,
};
/** A table shows so many rows at most. */
export const PREVIEW_ROWS = 1_000;
const IMAGES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"]);
const TEXTS = /^(text\/.+|application\/(json|x-ndjson|ndjson|yaml|x-yaml|xml|toml|sql|.+\+json|.+\+xml))$/;
/** What a client sends that knows no better. */
const GENERIC = new Set(["", "application/octet-stream", "binary/octet-stream"]);
const TYPES_BY_ENDING: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
  html: "text/html",
  htm: "text/html",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  json: "application/json",
  jsonl: "application/x-ndjson",
  ndjson: "application/x-ndjson",
  md: "text/markdown",
  txt: "text/plain",
  log: "text/plain",
  yaml: "application/yaml",
  yml: "application/yaml",
  toml: "application/toml",
  sql: "application/sql",
};

type Named = { content_type: string; path: string };

/** The media type without parameters; by the name where the stored one says nothing. */
export function mediaTypeOf({ content_type, path }: Named): string {
  const type = content_type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return GENERIC.has(type) ? (TYPES_BY_ENDING[endingOf(path)] ?? type) : type;
}

export function endingOf(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

export function previewKind(artifact: Named): PreviewKind | null {
  const type = mediaTypeOf(artifact);
  if (IMAGES.has(type)) return "image";
  if (type === "text/html") return "html";
  return TEXTS.test(type) ? "text" : null;
}

export type TextFormat = "json" | "markdown" | "notebook" | "model" | "diff" | "plain";
const FORMATS: Readonly<Record<string, TextFormat>> = {
  json: "json",
  ipynb: "notebook",
  md: "markdown",
  markdown: "markdown",
  diff: "diff",
  patch: "diff",
};

/** How a page lays a text out. Clients send most of them as text/plain, so the name comes first. */
export function textFormat(artifact: Named): TextFormat {
  if (/(^|\/)MLmodel$/.test(artifact.path)) return "model";
  const known = FORMATS[endingOf(artifact.path)];
  if (known) return known;
  const type = mediaTypeOf(artifact);
  if (type === "text/markdown") return "markdown";
  return type === "application/json" || type.endsWith("+json") ? "json" : "plain";
}
