// npm run api:routes: lists every route file of app/api/v1 in one module, from which /api/openapi.json is made.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const MANIFEST = "app/api/openapi.json/routes.ts";

export function manifestText(root) {
  const files = readdirSync(join(root, "app/api/v1"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ""))
    .sort();
  const names = files.map((_, index) => `r${index}`);
  const imports = files.map((file, index) => `import * as ${names[index]} from "../v1/${file}";`);
  return [
    "// Written by `npm run api:routes`; a test compares it with the files.",
    ...imports,
    "",
    `export const ROUTE_MODULES: readonly object[] = [${names.join(", ")}];`,
    "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeFileSync(join(process.cwd(), MANIFEST), manifestText(process.cwd()));
