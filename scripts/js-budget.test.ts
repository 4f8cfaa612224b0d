import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import { budgetOf, chunksWith, gzippedSize, holds, routesOf } from "./js-budget.mjs";

const dir = mkdtempSync(join(tmpdir(), "js-budget-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

const page = (entries: Record<string, string[]>) =>
  `globalThis.__RSC_MANIFEST = globalThis.__RSC_MANIFEST || {};\nglobalThis.__RSC_MANIFEST["/x"] = ${JSON.stringify({ entryJSFiles: entries })};`;

put("build-manifest.json", JSON.stringify({ rootMainFiles: ["static/chunks/react.js"] }));
put(
  "server/app/(console)/pipelines/[dagId]/page_client-reference-manifest.js",
  page({ layout: ["static/chunks/shell.js"], page: ["static/chunks/shell.js", "static/chunks/grid.js"] }),
);
put("server/app/(auth)/sign-in/page_client-reference-manifest.js", page({ page: [] }));
put("server/app/api/v1/me/route_client-reference-manifest.js", page({}));
for (const name of ["react", "shell", "grid", "later"])
  put(`static/chunks/${name}.js`, `// ${name} marker-${name}`);

it("counts what a page loads at once, each chunk once, and nothing of routes without a page", () => {
  const routes = routesOf(dir);
  expect(routes).toEqual([
    {
      route: "/pipelines/[dagId]",
      files: ["static/chunks/react.js", "static/chunks/shell.js", "static/chunks/grid.js"],
    },
    { route: "/sign-in", files: ["static/chunks/react.js"] },
  ]);
  const size = (name: string) => gzipSync(`// ${name} marker-${name}`).length;
  expect(gzippedSize(dir, routes[0]?.files ?? [])).toBe(size("react") + size("shell") + size("grid"));
});

it("finds a library that is loaded later, and not one that every visit pays for", () => {
  const routes = routesOf(dir);
  expect(chunksWith(dir, "marker-later", routes)).toEqual([join("static", "chunks", "later.js")]);
  expect(chunksWith(dir, "marker-grid", routes)).toEqual([]);
});

it.each([
  ["/sign-in", 190],
  ["/invite/[token]", 190],
  ["/reset/[token]", 190],
  ["/pipelines/[dagId]", 300],
])("%s may load %d KB", (route, kb) => expect(budgetOf(route).kb).toBe(kb));

it.each([
  ["within its budget", ["editor.js"], 175, true],
  ["a little above, within the slack", ["editor.js"], 180, true],
  ["above the slack", ["editor.js"], 181, false],
  ["not found, which weighs nothing", [], 0, false],
])("judges a library %s", (_, files, size, ok) => expect(holds(files, size, 175)).toBe(ok));
