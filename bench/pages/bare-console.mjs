// What the console's figures are held against: the same acts on a page without any library, served by a bare Node server.
import { once } from "node:events";
import { createServer } from "node:http";

/** Its rows are text in elements; `n` of them come with the page, or are drawn by its button, or fetched by its link. */
export async function startBareConsole() {
  const listeners = new Set();
  const tell = (text) => {
    for (const response of listeners) response.write(`data: ${JSON.stringify(text)}\n\n`);
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const n = Number(searchParams.get("n") ?? 25);
    if (request.method === "POST") {
      tell("one more");
      response.writeHead(201).end();
    } else if (pathname === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
    } else if (pathname === "/rows") {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(rowsOf(n)));
    } else if (pathname === "/") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(pageOf(n));
    } else response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    tell,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const rowsOf = (n) => Array.from({ length: n }, (_, at) => `row ${at + 1} of a plain list`);

function pageOf(n) {
  const rows = rowsOf(25).map((text) => `<li>${text}</li>`);
  return `<!doctype html><title>Bare</title><h1>Bare</h1>
<button>Draw</button> <a href="#rows">Fetch</a><main><ul>${rows.join("")}</ul></main>
<script>
const list = document.querySelector("ul");
const add = (text) => {
  const row = document.createElement("li");
  row.className = "row";
  row.textContent = text;
  list.append(row);
};
const draw = (rows) => {
  list.replaceChildren();
  rows.forEach(add);
  return list.offsetHeight;
};
document.querySelector("button").onclick = () => draw(Array.from({ length: ${n} }, (_, at) => "row " + at));
document.querySelector("a").onclick = async () => draw(await (await fetch("/rows?n=${n}")).json());
const events = new EventSource("/events");
events.onmessage = (event) => add(JSON.parse(event.data));
events.onopen = () => { window.listens = true; };
</script>`;
}
