import { ADMIN } from "../../scripts/api-client.mjs";

/** The first admin's session, for further pages. */
export async function signIn(browser, url) {
  const page = await browser.page();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((at) => !at.pathname.includes("sign-in"));
  const session = await page.context().storageState();
  await page.context().close();
  return session;
}
