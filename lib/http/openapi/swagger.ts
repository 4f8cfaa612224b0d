import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of the page, all from this server. Nothing else of the package is served. */
const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};
const INIT = `window.addEventListener("load", () => {
  window.ui = SwaggerUIBundle({
    url: "/api/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    queryConfigEnabled: false,
    validatorUrl: null,
    persistAuthorization: false,
    docExpansion: "none",
    filter: true,
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
.swagger-ui .parameter__in, .swagger-ui .parameter__deprecated { color: #4a5160; }
.swagger-ui .markdown code, .swagger-ui .renderedMarkdown code { color: #7a1fa2; background: #f4f4f6; }
.swagger-ui select { min-width: 0; max-width: 100%; }
.swagger-ui .opblock-body { overflow-x: auto; }
.swagger-ui .opblock-summary, .swagger-ui .opblock-summary-control { min-width: 0; }
.swagger-ui .opblock-summary-path { overflow-wrap: anywhere; }
.swagger-ui .wrapper { box-sizing: border-box; }
@media (max-width: 400px) { .swagger-ui .wrapper, .swagger-ui .scheme-container .schemes { padding: 0 10px; } }
`;
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Gwanje</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/page.css">
<script src="/api/docs/swagger-ui-bundle.js" defer></script>
<script src="/api/docs/init.js" defer></script>
</head>
<body><main id="swagger-ui"></main></body>
</html>
`;

/**
 * Scripts and styles only from our files, calls only to this server. Swagger UI sets style attributes, which cannot
 * load anything.
 */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

export function swaggerPage(): Response {
  return new Response(PAGE, {
    headers: { ...HEADERS, "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Null for other names. */
export async function swaggerAsset(name: string): Promise<Response | null> {
  const headers = { ...HEADERS, "cache-control": "private, max-age=3600" };
  if (name === "init.js")
    return new Response(INIT, { headers: { ...headers, "content-type": "text/javascript; charset=utf-8" } });
  if (name === "page.css")
    return new Response(STYLE, { headers: { ...headers, "content-type": "text/css; charset=utf-8" } });
  const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (!type) return null;
  const bytes = await readFile(join(process.cwd(), "node_modules", "swagger-ui-dist", name));
  return new Response(new Uint8Array(bytes), { headers: { ...headers, "content-type": type } });
}
