import { expect, type Locator, type Page, test } from "@playwright/test";
import { startIssuer } from "../lib/testing/oidc-issuer";
import { ADMIN, asAdmin, complaints, pageOf, violations } from "./fixtures";

/** One installation, one story: it is set up, a teammate joins, and each sees what their role allows. */
test.describe.configure({ mode: "serial" });

const VIEWER = { name: "Vera Viewer", email: "vera@example.com", password: "another set of words" };

test("a wrong password says so, and nothing of the console answers without sign-in", async ({
  page,
  request,
}) => {
  await page.goto("/settings/tokens");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  // Also before the page's code has come, when the browser itself would send the form.
  await expect(page.locator("form")).toHaveAttribute("method", "post");
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("E-mail or password is not right.")).toBeVisible();
  const answer = await request.get("/api/v1/users");
  expect(answer.status()).toBe(401);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
});

test("an API token made on the page works until it is revoked", async ({ page, playwright, baseURL }) => {
  await asAdmin(page);
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("script");
  await dialog.getByLabel("team:read").check();
  await dialog.getByRole("button", { name: "New token" }).click();
  const token = await dialog.getByText(/^gwj_pat_/).textContent();
  await dialog.getByRole("button", { name: "Done" }).click();
  const api = await playwright.request.newContext({
    baseURL: baseURL ?? "",
    extraHTTPHeaders: { authorization: `Bearer ${token?.trim()}` },
  });
  expect((await api.get("/api/v1/users")).status()).toBe(200);
  expect((await api.get("/api/v1/audit")).status()).toBe(403);
  const choose = async (row: Locator, action: string) => {
    await row.getByRole("button", { name: "Actions for script" }).click();
    await page.getByRole("menuitem", { name: action }).click();
  };
  await choose(page.getByRole("row", { name: /script/ }), "Rotate");
  await dialog.getByRole("button", { name: "Rotate" }).click();
  await expect(dialog.getByText(/^gwj_pat_/)).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  const replaced = page.getByRole("row", { name: /script.*Replaced/ });
  await expect(replaced).toBeVisible();
  expect((await api.get("/api/v1/users")).status()).toBe(200);
  for (const row of [replaced, page.getByRole("row", { name: /script/ })]) {
    await choose(row, "Revoke");
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
    if (row === replaced) await expect(replaced).toHaveCount(0);
  }
  await expect(page.getByRole("row", { name: /script/ })).toHaveCount(0);
  expect((await api.get("/api/v1/users")).status()).toBe(401);
});

test("what the server refuses is told in Korean to who reads Korean", async ({ page, baseURL }) => {
  await asAdmin(page);
  await page.context().addCookies([{ name: "gwanje_locale", value: "ko", url: baseURL ?? "" }]);
  await page.goto("/settings/pools");
  await page.getByRole("button", { name: "새 풀" }).click();
  const dialog = page.getByRole("dialog");
  const name = dialog.getByLabel("이름");
  const save = dialog.getByRole("button", { name: "저장" });
  await name.fill("default_pool");
  await save.click();
  await expect(name).toHaveAccessibleDescription(
    /이미 사용 중인 이름입니다: default_pool\. 다른 이름을 입력하세요\.$/,
  );
  await name.fill("../up");
  await save.click();
  await expect(name).toHaveAccessibleDescription(
    /영문자, 숫자, _, -와 그 사이의 점 하나만 쓸 수 있습니다\.$/,
  );
});

test("a service account gets a role and a token; a name that is taken is told at its field", async ({
  page,
  playwright,
  baseURL,
}) => {
  await asAdmin(page);
  // The refusal of the name is an answer of 409, which the browser notes as well.
  const complained = complaints(page, /409.*\/api\/v1\/service-accounts$/);
  await page.goto("/settings/service-accounts");
  const dialog = page.getByRole("dialog");
  const create = async (name: string) => {
    await page.getByRole("button", { name: "New service account" }).click();
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: "New service account" }).click();
  };
  await page.getByRole("button", { name: "New service account" }).click();
  await dialog.getByLabel("Name").fill("nightly-report");
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Editor" }).click();
  await dialog.getByRole("button", { name: "New service account" }).click();
  await expect(page.getByRole("heading", { name: /nightly-report\s*Editor/ })).toBeVisible();

  await create("nightly-report");
  const name = dialog.getByLabel("Name");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(name).toHaveAccessibleDescription(/nightly-report is taken\. Choose another name\.$/);
  await expect(dialog.getByRole("alert")).toBeHidden();
  await name.fill("weekly-report");
  await dialog.getByRole("button", { name: "New service account" }).click();
  await expect(page.getByRole("heading", { name: /weekly-report/ })).toBeVisible();

  const card = page.locator("section", {
    has: page.getByRole("heading", { name: /nightly-report/ }),
    hasNot: page.getByRole("heading", { name: /weekly-report/ }),
  });
  await card.getByRole("button", { name: "New token" }).click();
  await dialog.getByLabel("Name").fill("cron");
  await dialog.getByLabel("runs:read").check();
  await dialog.getByRole("button", { name: "New token" }).click();
  const token = (await dialog.getByText(/^gwj_/).textContent())?.trim();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "Tokens of nightly-report" })).toContainText("cron");
  const api = await playwright.request.newContext({
    baseURL: baseURL ?? "",
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  expect((await api.get("/api/v1/runs")).status()).toBe(200);
  expect((await api.get("/api/v1/users")).status()).toBe(403);
  await page.getByRole("button", { name: "Actions for nightly-report" }).click();
  await page.getByRole("menuitem", { name: "Deactivate" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("Deactivated")).toBeVisible();
  expect((await api.get("/api/v1/runs")).status()).toBe(401);
  expect(complained).toEqual([]);
});

test("an invited viewer joins, reads the team, and may not read the audit log", async ({ page, browser }) => {
  await asAdmin(page);
  await page.goto("/settings/members");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make link" }).click();
  const link = await page.getByText(/\/invite\//).textContent();
  const theirs = await pageOf(browser);
  await theirs.goto(new URL(link?.trim() ?? "").pathname);
  await theirs.getByLabel("Your name").fill(VIEWER.name);
  await theirs.getByLabel("E-mail").fill(VIEWER.email);
  await theirs.getByLabel("Password").fill(VIEWER.password);
  await theirs.getByRole("button", { name: "Join" }).click();
  await expect(theirs).toHaveURL(/\/$/);
  await theirs.goto("/settings/members");
  await expect(theirs.getByText(ADMIN.email)).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Invite" })).toHaveCount(0);
  expect((await theirs.request.get("/api/v1/audit")).status()).toBe(403);
  await theirs.goto("/audit");
  await expect(theirs.getByText("You do not have access to this")).toBeVisible();
  await expect(theirs.getByText(/An admin of the team can grant it/)).toBeVisible();
  expect(await violations(theirs)).toEqual([]);
  await theirs.context().close();
});

test("somebody of an allowed domain signs in through the team's issuer, and is told why when they may not", async ({
  browser,
  baseURL,
}) => {
  // Two people through two servers: slow where two cores do everything.
  test.setTimeout(180_000);
  const issuer = await startIssuer({
    redirectUri: `${baseURL}/api/auth/callback/oidc`,
    clientId: "console",
    clientSecret: "only-for-tests",
    port: Number(process.env.GWANJE_E2E_ISSUER_PORT),
  });
  try {
    issuer.people.set("mina", { email: "mina@allowed.example", email_verified: true, name: "Mina Park" });
    issuer.people.set("eve", { email: "eve@elsewhere.example", email_verified: true, name: "Eve" });

    const stranger = await pageOf(browser);
    await stranger.goto("/sign-in");
    await stranger.getByLabel("E-mail").fill("nobody@allowed.example");
    await stranger.getByRole("button", { name: "Sign in with a password (admins)" }).click();
    await expect(stranger.getByLabel("Password")).toBeVisible();
    await stranger.getByRole("button", { name: "Continue with Example ID" }).click();
    await stranger.getByRole("link", { name: "Eve" }).click();
    await expect(stranger.getByText("You are not a member of this team yet.")).toBeVisible();

    const page = await pageOf(browser);
    await page.goto("/settings/profile");
    await page.getByLabel("E-mail").fill("mina@allowed.example");
    await expect(page.getByText("People of allowed.example sign in with Example ID")).toBeVisible();
    await expect(page.getByLabel("Password")).toHaveCount(0);
    await page.getByLabel("E-mail").fill("nobody@sub.allowed.example");
    await expect(page.getByLabel("Password")).toBeVisible();
    await page.getByLabel("E-mail").fill("mina@allowed.example");
    await page.getByLabel("E-mail").press("Enter");
    await page.getByRole("link", { name: "Mina Park" }).click();
    await expect(page).toHaveURL(/\/settings\/profile$/);
    await expect(page.getByText("mina@allowed.example").first()).toBeVisible();
    await confirmsAtIssuer(page);
    await page.goto("/settings/profile");
    await page.getByRole("button", { name: "Unlink" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Unlink" }).click();
    await expect(page.getByText(/last way to sign in/)).toBeVisible();
    const cookie = (await page.context().cookies()).find(({ name }) => name.endsWith("session-token"));
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  } finally {
    await issuer.stop();
  }
});

/** Ten minutes are not waited for: the first answer is what the server says to a session that old. */
async function confirmsAtIssuer(page: Page): Promise<void> {
  await page.goto("/settings/tokens?from=here");
  await page.route("**/api/v1/tokens", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 403, json: { code: "STEP_UP_REQUIRED" } })
      : route.continue(),
  );
  await page.getByRole("button", { name: "New token" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("script");
  await dialog.getByLabel("team:read").check();
  await dialog.getByRole("button", { name: "New token" }).click();
  await page.getByRole("button", { name: "Confirm with Example ID" }).click();
  await page.getByRole("link", { name: "Mina Park" }).click();
  await expect(page.getByText("Confirmed. You can go on for ten minutes.")).toBeVisible();
  await expect(page).toHaveURL(/\/settings\/tokens\?from=here$/);
}
