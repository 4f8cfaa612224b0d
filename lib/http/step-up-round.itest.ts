import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { listStepUpWays, provenRecently, type SessionUser } from "@/lib/team";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import type { TestBrowser } from "@/lib/testing/browser";
import { type GithubPerson, type GithubStandIn, startGithub } from "@/lib/testing/github";
import { startIssuer, type TestIssuer } from "@/lib/testing/oidc-issuer";
import { atIssuer, begin, comeBack, newBrowser, OWN, signInAt } from "./sso-fixtures/testing";
import { signedIn } from "./testing";

const STEP_UP = "/step-up?page=%2Fsettings%2Ftokens%3Fq%3Da";
const CLIENT = { id: "console", secret: "console-secret" };
const stores = testStores();
let issuer: TestIssuer;
let github: GithubStandIn;

beforeAll(async () => {
  issuer = await startIssuer({
    redirectUri: `${OWN}/api/auth/callback/oidc`,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
  });
  github = await startGithub(githubPerson(1));
  stubEnv({
    ...stores.env,
    ...signInAt(issuer, CLIENT),
    GITHUB_URL: github.url,
    GITHUB_CLIENT_ID: "console",
    GITHUB_CLIENT_SECRET: "console-secret",
  });
  globalThis.gwanjeDeps = stores;
});
afterAll(async () => {
  await issuer?.stop();
  await github?.stop();
});

// The issuer keeps the real time.
beforeEach(() => stores.clock.set(new Date()));

function githubPerson(id: number): GithubPerson {
  const email = `github-${id}@allowed.example`;
  return {
    id,
    login: `person-${id}`,
    name: null,
    email,
    emails: [{ email, primary: true, verified: true }],
  };
}
let people = 0;
function person(): string {
  people += 1;
  const id = `person-${people}`;
  issuer.people.set(id, { email: `${id}@allowed.example`, email_verified: true, name: id });
  return id;
}

/** Signed in at both ends, a while ago. */
async function signedInBrowser(id: string): Promise<{ browser: TestBrowser; user: SessionUser }> {
  const browser = newBrowser();
  return aged(browser, await atIssuer(browser, await begin(browser, "oidc"), id));
}
async function throughGithub(browser: TestBrowser, id: number, page?: string): Promise<string> {
  github.person = githubPerson(id);
  return browser.follow(await begin(browser, "github", page), (url) => url.startsWith(`${OWN}/api/auth/`));
}
async function aged(browser: TestBrowser, callback: string) {
  const { user } = await comeBack(stores, browser, callback);
  if (!user) throw new Error("Nobody came in");
  await stores.db.prisma.userSession.update({
    where: { id: user.sid },
    data: { stepUpAt: new Date(stores.clock.now().getTime() - 11 * 60_000) },
  });
  return { browser, user };
}

const proven = (user: SessionUser) => provenRecently(stores, user.sid);
async function lastRow(user: SessionUser) {
  const rows = await stores.db.prisma.auditLog.findMany({
    where: { action: "session.step_up", targetId: user.sid },
    orderBy: { id: "desc" },
  });
  return { count: rows.length, outcome: rows[0]?.outcome, detail: rows[0]?.detail, by: rows[0]?.actorId };
}

describe("confirming at an issuer", () => {
  it("asks for a new proof though the issuer knows the browser, and leads back with the same session", async () => {
    const id = person();
    const { browser, user } = await signedInBrowser(id);
    expect(await proven(user)).toBe(false);
    const authorize = new URL(await begin(browser, "oidc", STEP_UP));
    expect(Object.fromEntries(authorize.searchParams)).toMatchObject({ prompt: "login", max_age: "0" });
    const asked = await browser.follow(authorize.href, (url) => url.includes("/interaction/"));
    expect(asked).toContain("/interaction/");
    const callback = await browser.follow(`${asked}/as/${id}`, (url) => url.startsWith(OWN));
    const came = await comeBack(stores, browser, callback);
    expect(came).toMatchObject({ path: "/settings/tokens?q=a&step_up=done", user: { sid: user.sid } });
    expect(await proven(user)).toBe(true);
    expect(await lastRow(user)).toMatchObject({ count: 1, outcome: "success", by: user.userId });
  });

  it("does not ask for a new proof at a plain sign-in", async () => {
    const authorize = new URL(await begin(newBrowser(), "oidc", "/settings/tokens"));
    expect(authorize.searchParams.has("prompt") || authorize.searchParams.has("max_age")).toBe(false);
  });

  /** An attack by a person at another's open browser, on the way to the issuer. */
  const change = (authorize: string, about: Record<string, string | null>) => {
    const url = new URL(authorize);
    for (const [name, value] of Object.entries(about))
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    return url.href;
  };
  it.each<[string, { other?: true; change?: Record<string, string | null>; late?: true }, string]>([
    ["another person", { other: true }, "other_person"],
    ["the wish for a new proof taken away", { change: { prompt: null, max_age: null } }, "time_missing"],
    [
      "a proof from before, with its time",
      { change: { prompt: null, max_age: "3600" }, late: true },
      "not_fresh",
    ],
  ])("refuses %s, and records it", async (_, how, reason) => {
    const id = person();
    const { browser, user } = await signedInBrowser(id);
    // By our clock, the issuer's time is a minute before the round.
    if (how.late) stores.clock.advance(60_000);
    const authorize = change(await begin(browser, "oidc", STEP_UP), how.change ?? {});
    if (how.other) for (const [name] of browser.cookies(issuer.url)) browser.setCookie(name, "", issuer.url);
    const came = await comeBack(
      stores,
      browser,
      await atIssuer(browser, authorize, how.other ? person() : id),
    );
    expect(came).toMatchObject({
      path: `/settings/tokens?q=a&step_up=${reason}`,
      user: { userId: user.userId, sid: user.sid },
    });
    expect(await proven(user)).toBe(false);
    expect(await lastRow(user)).toMatchObject({
      count: 1,
      outcome: "failed",
      detail: { reason, method: "oidc" },
    });
  });

  it("of a round that was begun by another session, or used, is refused", async () => {
    const id = person();
    const [one, other] = [await signedInBrowser(id), await signedInBrowser(id)];
    const callback = await atIssuer(one.browser, await begin(one.browser, "oidc", STEP_UP), id);
    const name = "next-auth.session-token";
    const cookie = one.browser.cookie(name) ?? "";
    one.browser.setCookie(name, other.browser.cookie(name) ?? "");
    const kept = one.browser.cookies();
    expect(await comeBack(stores, one.browser, callback)).toMatchObject({
      path: "/settings/tokens?q=a&step_up=round_gone",
    });
    expect([await proven(one.user), await proven(other.user)]).toEqual([false, false]);
    for (const [key, value] of kept) one.browser.setCookie(key, value);
    one.browser.setCookie(name, cookie);
    expect(await comeBack(stores, one.browser, callback)).toMatchObject({
      path: "/settings/tokens?q=a&step_up=failed",
    });
    expect(await proven(one.user)).toBe(false);
  });

  it("tells who turned back on the page they were on, and records it", async () => {
    const { browser, user } = await signedInBrowser(person());
    const state = new URL(await begin(browser, "oidc", STEP_UP)).searchParams.get("state");
    const back = `${OWN}/api/auth/callback/oidc?error=access_denied&state=${state}`;
    expect(await comeBack(stores, browser, back)).toMatchObject({
      path: "/settings/tokens?q=a&step_up=failed",
      user: { sid: user.sid },
    });
    expect(await lastRow(user)).toMatchObject({ outcome: "failed", by: user.userId });
  });

  it("without a session is no way in", async () => {
    const browser = newBrowser();
    const callback = await atIssuer(browser, await begin(browser, "oidc", STEP_UP), person());
    expect(await comeBack(stores, browser, callback)).toMatchObject({ error: "signed_out", user: null });
  });
});

describe("confirming at GitHub", () => {
  it("takes a new round of the same person, and not of another", async () => {
    const browser = newBrowser();
    const { user } = await aged(browser, await throughGithub(browser, 1));
    expect(await comeBack(stores, browser, await throughGithub(browser, 2, STEP_UP))).toMatchObject({
      path: "/settings/tokens?q=a&step_up=other_person",
      user: { sid: user.sid },
    });
    expect(await proven(user)).toBe(false);
    expect(await comeBack(stores, browser, await throughGithub(browser, 1, STEP_UP))).toMatchObject({
      path: "/settings/tokens?q=a&step_up=done",
      user: { sid: user.sid },
    });
    expect(await proven(user)).toBe(true);
  });
});

it("offers the password that counts, and the linked accounts of providers that there are", async () => {
  const providers = [{ id: "oidc", name: "Example ID" }];
  const EVERYONE = { admins_only: false, sso_domains: [] };
  const { userId } = await signedIn(stores, "editor");
  const ways = (passwords = EVERYONE) =>
    listStepUpWays(testCtx(stores, ["self:write"], { id: userId }), { passwords, providers });
  expect(await ways()).toEqual({ password: false, providers: [] });
  for (const provider of ["oidc", "github"])
    await stores.db.prisma.userIdentity.create({
      data: { id: newId("idn"), userId, provider, subject: userId },
    });
  await stores.db.prisma.user.update({ where: { id: userId }, data: { passwordHash: "some hash" } });
  expect(await ways()).toEqual({ password: true, providers });
  expect(await ways({ ...EVERYONE, admins_only: true })).toEqual({ password: false, providers });
});
