import { NotFoundError } from "@/lib/platform/errors";
import type { ObjectStore } from "@/lib/platform/storage";
import type { ArtifactHead } from "../schema";
import { endingOf, mediaTypeOf, PREVIEW_BYTES, previewKind } from "../values";
import { csvTable } from "./csv";
import { loggedTable } from "./table";

type Stored = { key: string; path: string; downloadUrl: string };

/** The beginning of an artifact. No more than that is read, also of a large one. */
export async function readHead(
  storage: ObjectStore,
  { key, path, downloadUrl }: Stored,
  as: "auto" | "text" = "auto",
): Promise<ArtifactHead> {
  const head = await storage.head(key);
  if (!head) throw new NotFoundError("artifact", path);
  const facts = {
    path,
    size_bytes: head.sizeBytes,
    content_type: head.contentType,
    download_url: downloadUrl,
  };
  const named = { path, content_type: head.contentType };
  const kind = previewKind(named);
  const nothing = { ...facts, text: null, table: null, shown_bytes: 0, is_whole: false };
  if (as === "auto" && (kind === "image" || kind === "html")) return { ...nothing, kind };
  const bytes = head.sizeBytes === 0 ? new Uint8Array() : await firstBytes(storage, key);
  const isWhole = bytes.length === head.sizeBytes;
  const text = utf8Of(bytes, isWhole);
  if (text === null) return { ...nothing, kind: isParquet(bytes) ? "parquet" : "binary" };
  const shown = { ...facts, shown_bytes: bytes.length, is_whole: isWhole };
  const table = as === "auto" ? tableOf(named, text, !isWhole) : null;
  if (!table) return { ...shown, kind: "text", text, table: null };
  const isWholeTable = isWhole && table.rows.length === table.total_rows;
  return { ...shown, kind: "table", text: null, table, is_whole: isWholeTable };
}

async function firstBytes(storage: ObjectStore, key: string): Promise<Uint8Array> {
  const found = await storage.get(key, `bytes=0-${PREVIEW_BYTES.text - 1}`);
  if (!found) throw new NotFoundError("artifact", key);
  const parts: Buffer[] = [];
  for await (const part of found.body) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/**
 * By the sign that it begins with. Such a file is not opened here: the sizes that it tells of itself are whatever its
 * author likes (docs/decisions/0028).
 */
function isParquet(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "PAR1";
}

/** Null for what is no text. A character that is cut at the end is left out. */
function utf8Of(bytes: Uint8Array, isWhole: boolean): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole });
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function tableOf(named: { path: string; content_type: string }, text: string, isCut: boolean) {
  const type = mediaTypeOf(named);
  // Clients send most texts as text/plain, so the name counts too.
  const ending = endingOf(named.path);
  if (ending === "csv" || type === "text/csv") return csvTable(text, ",", isCut);
  if (ending === "tsv" || type === "text/tab-separated-values") return csvTable(text, "\t", isCut);
  return ending === "json" || type === "application/json" ? loggedTable(text, isCut) : null;
}
