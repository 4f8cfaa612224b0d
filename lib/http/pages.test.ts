import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const FOLDER = "app/(console)";
const pages = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("page.tsx"))
  .map((path) => [path, readFileSync(join(FOLDER, path), "utf8")] as const);

/** The layout is not rendered again between pages, and a request can leave it out. */
it.each(pages)("%s asks by itself who is there, or reads nothing", (_, text) => {
  const asks = /await (?:pageCtx|requireSession)\(\)|\((?:await )?pageCtx\(\)/.test(text);
  const reads = /from "@\/lib\/(?!client\/)/.test(text.replaceAll(/import type [^;]+;/g, ""));
  expect(asks || !reads).toBe(true);
});

it("looks at the pages that there are", () => {
  expect(pages.length).toBeGreaterThan(12);
});
