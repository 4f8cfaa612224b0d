import { sha256Hex } from "@/lib/platform/crypto";
import type { BundleFile } from "./schema";

type Version = { origin: string; message: string | null; source: string | null };

/** The name of what was sent over the API. */
const SENT = "pipeline.json";

/** The definition that is kept with the version itself; null for one in a bundle, and for none. */
export function ownDefinition({ origin, message, source }: Version): { path: string; text: string } | null {
  if (source === null) return null;
  return { path: origin === "file" && message !== null ? baseOf(message) : SENT, text: source };
}

/** The files of a version, its definition among them, and the path of that. */
export function withDefinition(
  version: Version,
  files: readonly BundleFile[],
): { definition: string | null; data: BundleFile[] } {
  const own = ownDefinition(version);
  if (!own) {
    // "flights/pipeline.ts" is the file pipeline.ts of its folder's bundle.
    const path = version.origin === "file" && version.message !== null ? baseOf(version.message) : null;
    return { definition: files.some((file) => file.path === path) ? path : null, data: [...files] };
  }
  const file = { path: own.path, size_bytes: Buffer.byteLength(own.text), sha256: sha256Hex(own.text) };
  return { definition: own.path, data: [file, ...files.filter(({ path }) => path !== own.path)] };
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
