import { createHash } from "node:crypto";
import { operation } from "../protocol";

/**
 * MLflow's clients print links into their own pages: the tracking address, and behind a # what it is about. Only a browser sees
 * that part, so the page at the address reads it and goes on to the console. What it goes to is always a path of the
 * console's, made of a few known words and of what was printed, escaped: a link leads nowhere else.
 */
export const SCRIPT = `(() => {
  const read = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  const pathOf = (hash) => {
    const [path, query = ""] = hash.replace(/^#/, "").split("?", 2);
    const [area, id = "", kind, other = ""] = path.split("/").filter(Boolean).map(read);
    const isNumber = (text) => /^\\d{1,18}$/.test(text);
    const isRun = (text) => /^[0-9a-f]{32}$/.test(text);
    if (area === "experiments" && isNumber(id))
      return "/experiments/" + id + (kind === "runs" && isRun(other) ? "/runs/" + other : "");
    if (area === "models" && id !== "" && !/^\\.{1,2}$/.test(id))
      return "/models/" + encodeURIComponent(id) + (/^versions?$/.test(kind) && isNumber(other) ? "/versions/" + other : "");
    if (area === "models") return "/models";
    if (area === "compare-runs") {
      const runs = (read(query).match(/[0-9a-f]{32}/g) || []).slice(0, 100);
      if (runs.length > 0) return "/experiments/compare?runs=" + runs.join(",");
    }
    return "/experiments";
  };
  location.replace(document.documentElement.dataset.console + pathOf(location.hash));
})();`;

const POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${createHash("sha256").update(SCRIPT).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** `console` is the address of the console, empty where it has the same. */
const pageOf = (console: string) => `<!doctype html>
<html data-console="${escaped(console)}"><head><meta charset="utf-8"><title>Gwanje</title></head>
<body><a href="${escaped(console)}/experiments">Gwanje</a><script>${SCRIPT}</script></body></html>
`;

export const linkMessages = [
  operation(
    {
      method: "GET",
      path: "/",
      scope: "public",
      summary: "Leads links that MLflow's clients print to the pages of the console.",
      streams: ["text/html"],
    },
    async ({ plane, reply }) =>
      reply
        .headers({ "content-security-policy": POLICY, "referrer-policy": "same-origin" })
        .type("text/html; charset=utf-8")
        .send(pageOf(plane.consoleUrl ?? "")),
  ),
];
