// JavaScript that each route's page loads at once, gzipped, against its budget. Read from the build: the shared chunks
// and those of the route's layouts and page, which are the <script src> of its HTML. What is imported on demand is not
// in it; the large ones (the graph, the editor, the charts, the command palette) have budgets of their own.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const KB = 1024;
/** The check fails this much above a budget. */
const SLACK = 1.03;
/** The first match counts; other routes are lists or detail pages. */
const BUDGETS = [
  { name: "sign-in", routes: /^\/(sign-in|setup|(invite|reset)\/\[token\])$/, kb: 190 },
  { name: "list or detail", routes: /.*/, kb: 300 },
];

/** Chunks that only some visits load, recognised by a text of their library. */
const ON_DEMAND = [
  { name: "graph", marker: "react-flow__viewport", kb: 65 },
  { name: "code editor", marker: "cm-content", kb: 175 },
  { name: "charts", marker: "recharts-wrapper", kb: 130 },
  { name: "command palette", marker: "cmdk-item", kb: 25 },
];

/** The API page is not part of the build: its script is the library's file. docs/decisions explains its size. */
const API_PAGE = {
  what: "/api/docs",
  name: "API page",
  kb: 450,
  file: "node_modules/swagger-ui-dist/swagger-ui-bundle.js",
};

const root = resolve(fileURLToPath(import.meta.url), "..", "..");
const next = join(root, ".next");

/** Every page of the build with its chunks: {route, files}. */
export function routesOf(dir) {
  const app = join(dir, "server", "app");
  const shared = JSON.parse(readFileSync(join(dir, "build-manifest.json"), "utf8")).rootMainFiles;
  return readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page_client-reference-manifest.js"))
    .map((file) => {
      const folder = relative(app, join(app, file, ".."));
      return { route: routeOf(folder), files: [...new Set([...shared, ...filesOf(join(app, file))])] };
    })
    .sort((a, b) => (a.route < b.route ? -1 : 1));
}

/** "(console)/pipelines/[dagId]/page" is the route /pipelines/[dagId]. */
function routeOf(folder) {
  const parts = folder.split(/[\\/]/).filter((part) => part && part !== "page" && !/^\(.*\)$/.test(part));
  return `/${parts.join("/")}`;
}

/** The manifest is a script that sets a global; its entryJSFiles have the chunks of the page and of each layout. */
function filesOf(file) {
  const text = readFileSync(file, "utf8");
  const manifest = JSON.parse(text.slice(text.indexOf("{", text.indexOf("] =")), text.lastIndexOf("}") + 1));
  return Object.values(manifest.entryJSFiles ?? {}).flat();
}

export function gzippedSize(dir, files, known = new Map()) {
  let size = 0;
  for (const file of files) {
    if (!known.has(file)) known.set(file, gzipSync(readFileSync(join(dir, file))).length);
    size += known.get(file);
  }
  return size;
}

/** Chunks that contain a text and that no route loads at once. */
export function chunksWith(dir, marker, routes) {
  const atOnce = new Set(routes.flatMap(({ files }) => files));
  return readdirSync(join(dir, "static", "chunks"), { recursive: true, encoding: "utf8" })
    .map((file) => join("static", "chunks", file))
    .filter((file) => file.endsWith(".js") && !atOnce.has(file))
    .filter((file) => readFileSync(join(dir, file), "utf8").includes(marker));
}

export function budgetOf(route) {
  return BUDGETS.find(({ routes }) => routes.test(route));
}

const known = new Map();

/** A library that is not found breaks the check; its size is not 0. Size and budget in KB. */
export function holds(files, size, kb) {
  return files.length > 0 && size <= kb * SLACK;
}

function report({ what, files, name, kb, dir = next }) {
  const size = gzippedSize(dir, files, known) / KB;
  const ok = holds(files, size, kb);
  console.log(`${ok ? "ok  " : "OVER"} ${size.toFixed(0).padStart(5)} KB of ${kb} (${name})  ${what}`);
  return ok;
}

function main() {
  if (!existsSync(join(next, "BUILD_ID"))) {
    console.error("There is no build. Run npm run build first.");
    process.exit(1);
  }
  const routes = routesOf(next);
  const lines = [
    ...routes.map(({ route, files }) => ({ what: route, files, ...budgetOf(route) })),
    ...ON_DEMAND.map(({ name, marker, kb }) => ({
      what: "on demand",
      files: chunksWith(next, marker, routes),
      name,
      kb,
    })),
    { ...API_PAGE, dir: root, files: [API_PAGE.file].filter((file) => existsSync(join(root, file))) },
  ];
  const failed = lines.filter((line) => !report(line));
  if (failed.length > 0)
    console.error(
      `${failed.length} of ${lines.length} load more JavaScript than allowed, or were not found.`,
    );
  process.exit(failed.length > 0 ? 1 : 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
