import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of the page, all from this server. Nothing else of the package is served. */
const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};
/** The address of the document is an attribute of its own script element, because nothing stands inline. */
const INIT = `const { document: url, expansion } = document.currentScript.dataset;
window.addEventListener("load", () => {
  window.ui = SwaggerUIBundle({
    url,
    dom_id: "#swagger-ui",
    deepLinking: true,
    queryConfigEnabled: false,
    validatorUrl: null,
    persistAuthorization: false,
    docExpansion: expansion,
    filter: expansion === "none",
    tagsSorter: "alpha",
    onComplete: () => document.querySelector("#servers")?.setAttribute("aria-label", "Server"),
  });
  // Swagger UI gives the choices of a parameter no name; they come when an operation is opened.
  const nameChoices = () => {
    for (const choice of document.querySelectorAll("tr[data-param-name] select:not([aria-label])"))
      choice.setAttribute("aria-label", choice.closest("tr").dataset.paramName);
  };
  new MutationObserver(nameChoices).observe(document.body, { childList: true, subtree: true });
});
`;
/** Corrects parts of Swagger UI's style that are too pale or too small (WCAG 1.4.3, 2.5.8), or too wide for a phone. */
const STYLE = `.swagger-ui .info .title small.version-stamp { background: #35640f; }
.swagger-ui .info .title small { background: #4a5160; }
.swagger-ui .info a, .swagger-ui .info .url { color: #1d4f91; }
.swagger-ui .btn.authorize, .swagger-ui .btn.authorize span { color: #14673f; border-color: #14673f; }
.swagger-ui .btn.authorize svg { fill: #14673f; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1d5fa8; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #14673f; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a4b00; }
.swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #0b6157; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #a61b1b; }
.swagger-ui .opblock-summary-path a { display: inline-block; line-height: 24px; min-height: 24px; }
.swagger-ui .microlight span[style*="rgb(211, 99, 99)"] { color: #ffb3b3 !important; }
.swagger-ui .parameter__in, .swagger-ui .parameter__deprecated { color: #4a5160; }
.swagger-ui .markdown code, .swagger-ui .renderedMarkdown code { color: #7a1fa2; background: #f4f4f6; }
.swagger-ui select { min-width: 0; max-width: 100%; }
.swagger-ui .opblock-body { overflow-x: auto; }
.swagger-ui .opblock-summary, .swagger-ui .opblock-summary-control { min-width: 0; }
.swagger-ui .opblock-summary-path { overflow-wrap: anywhere; }
.swagger-ui .wrapper { box-sizing: border-box; }
@media (max-width: 400px) { .swagger-ui .wrapper, .swagger-ui .scheme-container .schemes { padding: 0 10px; } }
`;

/** Addresses of the document and of the folder that the page's files come from; the texts are our own and need no escaping. */
export type SwaggerPage = {
  title: string;
  document: string;
  files: string;
  /** "list": operations are open. */
  expansion: "none" | "list";
};
const API_PAGE: SwaggerPage = {
  title: "API",
  document: "/api/openapi.json",
  files: "/api/docs",
  expansion: "none",
};

export function swaggerHtml({ title, document, files, expansion }: SwaggerPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Gwanje</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="${files}/swagger-ui.css">
<link rel="stylesheet" href="${files}/page.css">
<script src="${files}/swagger-ui-bundle.js" defer></script>
<script src="${files}/init.js" data-document="${document}" data-expansion="${expansion}" defer></script>
</head>
<body><main id="swagger-ui"></main></body>
</html>
`;
}

/**
 * Scripts and styles only from our files, calls only to this server. Swagger UI sets style attributes, which cannot
 * load anything.
 */
export const SWAGGER_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

export function swaggerPage(): Response {
  return new Response(swaggerHtml(API_PAGE), {
    headers: { ...SWAGGER_HEADERS, "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Null for other names. */
export async function swaggerAsset(name: string): Promise<Response | null> {
  const file = await swaggerFile(name);
  if (!file) return null;
  const headers = { ...SWAGGER_HEADERS, "cache-control": SWAGGER_CACHE, "content-type": file.type };
  return new Response(new Uint8Array(file.bytes), { headers });
}

export const SWAGGER_CACHE = "private, max-age=3600";

/** A file of the page with its media type; null for other names. */
export async function swaggerFile(name: string): Promise<{ type: string; bytes: Buffer } | null> {
  if (name === "init.js") return { type: "text/javascript; charset=utf-8", bytes: Buffer.from(INIT) };
  if (name === "page.css") return { type: "text/css; charset=utf-8", bytes: Buffer.from(STYLE) };
  const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (!type) return null;
  return { type, bytes: await readFile(join(process.cwd(), "node_modules", "swagger-ui-dist", name)) };
}
