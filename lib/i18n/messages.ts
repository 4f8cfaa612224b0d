import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Locale } from "@/lib/client/locales";

export type MessageTree = { [key: string]: string | MessageTree };

const cache = new Map<string, { mtimeMs: number; tree: MessageTree }>();

/** Merges `messages/<locale>/<namespace>.json` under their namespaces; changed files are read again. */
export function loadMessages(locale: Locale): MessageTree {
  const folder = join(process.cwd(), "messages", locale);
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map((file) => [basename(file, ".json"), readNamespace(join(folder, file))]),
  );
}

function readNamespace(path: string): MessageTree {
  const { mtimeMs } = statSync(path);
  const known = cache.get(path);
  if (known?.mtimeMs === mtimeMs) return known.tree;
  const tree = JSON.parse(readFileSync(path, "utf8")) as MessageTree;
  cache.set(path, { mtimeMs, tree });
  return tree;
}
