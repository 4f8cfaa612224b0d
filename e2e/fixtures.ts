import { AxeBuilder } from "@axe-core/playwright";
import {
  type APIResponse,
  type Browser,
  type Cookie,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";

export const ADMIN = { name: "Ada Admin", email: "ada@example.com", password: "several unrelated words" };
const ORIGIN = process.env.GWANJE_E2E_URL ?? "http://localhost:3000";

export async function signIn(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

let session: Cookie[] | undefined;

/** Makes the page the admin's. The form is filled in once; later pages get the session's cookies. */
export async function asAdmin(page: Page): Promise<void> {
  if (session) return page.context().addCookies(session);
  await signIn(page, ADMIN);
  session = await page.context().cookies();
}

export async function pageOf(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}) {
  const context = await browser.newContext(options);
  return context.newPage();
}

/** A call of the API as the person who is signed in on this page. */
export function call(page: Page, method: string, path: string, data?: unknown): Promise<APIResponse> {
  return page.request.fetch(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: { origin: ORIGIN, "content-type": "application/json" },
    ...(data === undefined ? {} : { data }),
  });
}

/** Saves a pipeline of these tasks; the same name again is a new version of it. */
export async function savePipeline(page: Page, spec: { dag_id: string } & Record<string, unknown>) {
  const known = await call(page, "GET", `/pipelines/${spec.dag_id}`);
  const head = known.ok() ? (await known.json()).head : null;
  const saved = await call(page, "PUT", `/pipelines/${spec.dag_id}`, { parent_id: head?.id ?? null, spec });
  expect(saved.status(), await saved.text()).toBe(200);
}

export async function startRun(page: Page, dagId: string, body: unknown = {}): Promise<string> {
  const answer = await call(page, "POST", `/pipelines/${dagId}/runs`, body);
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).id;
}

/** Waits for a run to end; answers its state. */
export async function runEnded(page: Page, runId: string): Promise<string> {
  let state = "";
  await expect
    .poll(
      async () => {
        state = (await (await call(page, "GET", `/runs/${runId}`)).json()).state;
        return ["success", "failed", "cancelled"].includes(state);
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  return state;
}

/** What the browser holds against the pages shown from here on, without what `expected` matches. */
export function complaints(page: Page, expected = /(?!)/): string[] {
  const seen: string[] = [];
  const note = (text: string) => !expected.test(text) && seen.push(`${page.url()}: ${text}`);
  page.on("pageerror", (error) => note(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") note(`${message.text()} ${message.location().url}`);
  });
  return seen;
}

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The rules that look at colours: another theme is the same page in others. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** That the page at this address is right in both themes, and `narrow` enough: axe, and no sideways scroll. */
export async function expectSound(
  page: Page,
  path: string,
  { locale, narrow, there }: { locale: string; narrow: { width: number; height: number }; there: Locator },
): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(path);
  await expect(page.locator("html")).toHaveAttribute("lang", locale);
  await expect(there).toBeVisible();
  await expect(page.locator("main [aria-busy=true]"), path).toHaveCount(0);
  expect(await violations(page), path).toEqual([]);
  // Another language is the same page in the same colours.
  if (locale === "en") {
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(page.locator("html")).toHaveClass(/dark/);
    expect(await violations(page, "colours"), `${path} in dark`).toEqual([]);
  }
  await expectNarrow(page, path, narrow);
}

/** That a window of this size shows the page without sideways scroll, once what is drawn to measure is drawn again. */
export async function expectNarrow(
  page: Page,
  path: string,
  narrow: { width: number; height: number },
): Promise<void> {
  await page.setViewportSize(narrow);
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(beyond, { message: `${path} is wider than ${narrow.width} px` }).toBeLessThanOrEqual(0);
}

/** What axe holds against a page. The console has no frames, and looking for some takes most of the time. */
export async function violations(
  page: Page,
  part: "everything" | "colours" = "everything",
): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const seen = await (part === "colours" ? axe.withRules(OF_COLOURS) : axe.withTags(STANDARDS)).analyze();
  return seen.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
