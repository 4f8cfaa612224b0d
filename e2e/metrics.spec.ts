import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { listening, withDescendants } from "../lib/testing/processes";

type Settings = ReadonlyMap<string, string>;

/** Every process of this installation that has its settings, as the system shows them. */
function processes(): { pid: number; command: string; settings: Settings }[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => {
      const [command, environ] = [textOf(`/proc/${pid}/cmdline`), textOf(`/proc/${pid}/environ`)];
      const lines = environ.split("\0");
      const settings = new Map(
        lines.map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)] as const),
      );
      return { pid: Number(pid), command, settings };
    })
    .filter(({ settings }) => settings.get("GWANJE_HOME") === process.env.GWANJE_E2E_HOME);
}

/** Settings of the one that runs dist/NAME.js. */
function settingsOf(name: string): Settings {
  const found = processes().find(({ command }) => command.includes(`dist/${name}.js`));
  if (!found) throw new Error(`There is no process ${name}`);
  return found.settings;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It has ended, or is another user's.
    return "";
  }
}

const PORTS = {
  web: "PORT",
  serving: "GWANJE_SERVING_PORT",
  scheduler: "GWANJE_ADMIN_PORT",
  tasks: "GWANJE_ADMIN_PORT",
};

for (const [name, port] of Object.entries(PORTS)) {
  test(`${name} tells its metrics to who has the token, and its readiness to all`, async ({ request }) => {
    const settings = settingsOf(name);
    const at = `http://127.0.0.1:${settings.get(port)}`;
    expect((await request.get(`${at}/metrics`)).status()).toBe(401);
    const token = settings.get("GWANJE_METRICS_TOKEN");
    const told = await request.get(`${at}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect(told.status()).toBe(200);
    expect(await told.text()).toMatch(/^process_cpu_seconds_total \d/m);
    expect(await (await request.get(`${at}/readyz`)).json()).toMatchObject({ status: "ready" });
  });
}

test("no process and no store of an installation listens beyond its machine", () => {
  const sockets = listening(withDescendants(processes().map(({ pid }) => pid)));
  const ports = sockets.map(({ port }) => String(port));
  for (const [name, port] of Object.entries(PORTS)) expect(ports).toContain(settingsOf(name).get(port));
  // Besides them the object store; PostgreSQL and Redis listen on no port.
  expect(sockets.length).toBeGreaterThanOrEqual(5);
  expect(sockets.filter(({ loopback }) => !loopback)).toEqual([]);
});
