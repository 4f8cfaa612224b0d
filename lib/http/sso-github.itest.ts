import { afterAll, beforeAll, expect, it } from "vitest";
import { stubEnv, testStores } from "@/lib/testing";
import { type GithubPerson, type GithubStandIn, startGithub } from "@/lib/testing/github";
import { begin, comeBack, newBrowser, OWN } from "./sso-fixtures/testing";

const stores = testStores();
const LIN: GithubPerson = {
  id: 4242,
  login: "lin",
  name: null,
  email: "shown@elsewhere.example",
  emails: [
    { email: "other@allowed.example", primary: false, verified: true },
    { email: "lin@allowed.example", primary: true, verified: true },
  ],
};
let github: GithubStandIn;

beforeAll(async () => {
  github = await startGithub(LIN);
  stubEnv({
    ...stores.env,
    GWANJE_URL: OWN,
    GITHUB_URL: github.url,
    GITHUB_CLIENT_ID: "console",
    GITHUB_CLIENT_SECRET: "console-secret",
    GWANJE_SSO_ALLOWED_DOMAINS: "allowed.example",
  });
  globalThis.gwanjeDeps = stores;
});
afterAll(() => github?.stop());

async function signIn(person: GithubPerson) {
  github.person = person;
  const browser = newBrowser();
  const authorize = await begin(browser, "github");
  const callback = await browser.follow(authorize, (url) => url.startsWith(`${OWN}/api/auth/callback`));
  return { asked: new URL(authorize), came: await comeBack(stores, browser, callback) };
}

it("knows a person by GitHub's number and takes the primary verified address, not the one that is shown", async () => {
  const { asked, came } = await signIn(LIN);
  expect(came).toMatchObject({
    error: null,
    user: { email: "lin@allowed.example", name: "lin", role: "viewer" },
  });
  expect(asked.searchParams.get("code_challenge_method")).toBe("S256");
  expect(asked.searchParams.get("state")).toBeTruthy();
  const renamed = await signIn({
    ...LIN,
    login: "lin-renamed",
    emails: [{ email: "new@elsewhere.example", primary: true, verified: true }],
  });
  expect(renamed.came.user?.userId).toBe(came.user?.userId);
});

it.each<[string, Partial<GithubPerson>, string]>([
  [
    "a primary address that is not verified",
    { id: 1, emails: [{ email: "a@allowed.example", primary: true, verified: false }] },
    "email_unverified",
  ],
  [
    "a list without a primary address",
    { id: 2, emails: [{ email: "a@allowed.example", primary: false, verified: true }] },
    "email_unverified",
  ],
  [
    "somebody who took over a login: the number is another",
    { id: 3, login: "lin", emails: [{ email: "x@elsewhere.example", primary: true, verified: true }] },
    "not_invited",
  ],
])("refuses %s", async (_, about, error) => {
  expect((await signIn({ ...LIN, ...about })).came).toMatchObject({ error, user: null });
});
