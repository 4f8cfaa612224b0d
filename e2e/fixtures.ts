import { type APIResponse, type Browser, expect, type Page } from "@playwright/test";

export const ADMIN = { name: "Ada Admin", email: "ada@example.com", password: "several unrelated words" };

export async function signIn(page: Page, who: { email: string; password: string } = ADMIN): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

export async function pageOf(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}) {
  const context = await browser.newContext(options);
  return context.newPage();
}

/** A call of the API as the person who is signed in on this page. */
export function call(page: Page, method: string, path: string, data?: unknown): Promise<APIResponse> {
  const { origin } = new URL(page.url());
  return page.request.fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { origin, "content-type": "application/json" },
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
