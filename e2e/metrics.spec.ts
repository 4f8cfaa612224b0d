import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

type Settings = ReadonlyMap<string, string>;

/** Settings of the process of this installation that runs dist/NAME.js, as the system shows them. */
function settingsOf(name: string): Settings {
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const [command, environ] = [textOf(`/proc/${pid}/cmdline`), textOf(`/proc/${pid}/environ`)];
    const settings = new Map(
      environ
        .split("\0")
        .map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)] as const),
    );
    const isOurs = settings.get("GWANJE_HOME") === process.env.GWANJE_E2E_HOME;
    if (isOurs && command.includes(`dist/${name}.js`)) return settings;
  }
  throw new Error(`There is no process ${name}`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It has ended, or is another user's.
    return "";
  }
}

for (const [name, port] of [
  ["web", "PORT"],
  ["serving", "GWANJE_SERVING_PORT"],
  ["scheduler", "GWANJE_ADMIN_PORT"],
  ["tasks", "GWANJE_ADMIN_PORT"],
] as const) {
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
