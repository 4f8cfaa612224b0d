import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createInvite, resolveSession, revokeSessions, sessionActor } from "@/lib/team";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import type { TestBrowser } from "@/lib/testing/browser";
import { startIssuer, type TestIssuer, type TestPerson } from "@/lib/testing/oidc-issuer";
import { atIssuer, begin, comeBack, newBrowser, OWN, signInAt } from "./sso-fixtures/testing";
import { signedIn } from "./testing";

const CALLBACK = `${OWN}/api/auth/callback/oidc`;
const LINKED = "/settings/profile?linked";
const CLIENT = { id: "console", secret: "console-secret" };
const stores = testStores();
let issuer: TestIssuer;

let people = 0;
function person(about: Partial<TestPerson> = {}): { id: string; email: string } {
  people += 1;
  const id = `person-${people}`;
  const email = about.email ?? `${id}@example.com`;
  issuer.people.set(id, { email, email_verified: true, name: `Person ${people}`, ...about });
  return { id, email };
}

/** Goes as far as our callback page with the issuer's code and state. */
const throughIssuer = async (browser: TestBrowser, id: string, callbackUrl?: string) =>
  atIssuer(browser, await begin(browser, "oidc", callbackUrl), id);

const signInAs = async (id: string, callbackUrl?: string, browser = newBrowser()) =>
  comeBack(stores, browser, await throughIssuer(browser, id, callbackUrl));

const failures = async (reason: string) =>
  (
    await stores.db.prisma.auditLog.findMany({ where: { action: "session.sign_in", outcome: "failed" } })
  ).filter((row) => JSON.stringify(row.detail).includes(`"reason":"${reason}"`)).length;
const admin = () => testCtx(stores);

beforeAll(async () => {
  issuer = await startIssuer({ redirectUri: CALLBACK, clientId: CLIENT.id, clientSecret: CLIENT.secret });
  stubEnv({
    ...stores.env,
    ...signInAt(issuer, CLIENT),
    OIDC_SCOPE: "openid email profile groups",
    OIDC_GROUPS_CLAIM: "groups",
    OIDC_ADMIN_GROUP: "platform",
    OIDC_EDITOR_GROUP: "ml",
  });
  globalThis.gwanjeDeps = stores;
  // There is always another admin, so that no test is about the last one.
  await signedIn(stores, "admin");
});
afterAll(() => issuer?.stop());
beforeEach(() => stores.clock.set(new Date()));

describe("signing in through an issuer", () => {
  it("lets an allowed domain join as viewer, in a session of our own, and leads back to the page asked for", async () => {
    const { id, email } = person({ email: "lin@allowed.example" });
    const first = await signInAs(id);
    expect(first).toMatchObject({ path: "/pipelines", error: null, user: { email, role: "viewer" } });
    const again = await signInAs(id);
    expect(again.user?.userId).toBe(first.user?.userId);
    expect(again.user?.sid).not.toBe(first.user?.sid);
    const rows = await stores.db.prisma.auditLog.findMany({ where: { actorId: first.user?.userId ?? "" } });
    expect(rows.map((row) => row.action).sort()).toEqual(["session.sign_in", "session.sign_in", "user.join"]);
    const sessions = await stores.db.prisma.userSession.findMany({
      where: { userId: first.user?.userId ?? "" },
    });
    expect(sessions.map((row) => row.method)).toEqual(["oidc", "oidc"]);
  });

  it.each<[string, Partial<TestPerson>, string]>([
    ["a stranger", {}, "not_invited"],
    [
      "an address that is not verified",
      { email: "eve@allowed.example", email_verified: false },
      "email_unverified",
    ],
    ["a look-alike domain", { email: "eve@not-allowed.example" }, "not_invited"],
  ])("refuses %s, says why, and records it", async (_, about, reason) => {
    const before = await failures(reason);
    const { id } = person(about);
    expect(await signInAs(id)).toMatchObject({ path: `/sign-in?sso&error=${reason}`, user: null });
    expect(await failures(reason)).toBe(before + 1);
  });

  it("does not take over the account of the same address", async () => {
    const local = await signedIn(stores, "editor");
    const { email } = await stores.db.prisma.user.findUniqueOrThrow({ where: { id: local.userId } });
    expect(await signInAs(person({ email }).id)).toMatchObject({ error: "account_exists", user: null });
    expect(await stores.db.prisma.userIdentity.count({ where: { userId: local.userId } })).toBe(0);
  });

  it("refuses who was deactivated, also with a session still open", async () => {
    const { id } = person({ email: "gone@allowed.example" });
    const { user } = await signInAs(id);
    await stores.db.prisma.user.update({
      where: { id: user?.userId ?? "" },
      data: { deactivatedAt: new Date() },
    });
    expect(await signInAs(id)).toMatchObject({ error: "deactivated", user: null });
  });
});

describe("invites", () => {
  it("are accepted through the issuer: by link, once", async () => {
    const { link_path } = await createInvite(admin(), { role: "editor" });
    const came = await signInAs(person().id, link_path);
    expect(came).toMatchObject({ path: link_path, user: { role: "editor" } });
    expect(await signInAs(person().id, link_path)).toMatchObject({ error: "invite_gone", user: null });
  });
  it("to an address are for that address", async () => {
    const { id, email } = person();
    const { link_path } = await createInvite(admin(), { role: "editor", email });
    expect(await signInAs(person().id, link_path)).toMatchObject({ error: "invite_other_address" });
    expect(await signInAs(id)).toMatchObject({ user: { role: "editor", email } });
  });
  it("to exactly the address of a member link that member", async () => {
    const local = await signedIn(stores, "editor");
    const { email } = await stores.db.prisma.user.findUniqueOrThrow({ where: { id: local.userId } });
    const { link_path } = await createInvite(admin(), { role: "viewer", email });
    const came = await signInAs(person({ email }).id, link_path);
    expect(came.user).toMatchObject({ userId: local.userId, role: "editor" });
  });
});

describe("groups", () => {
  it("decide the role at each sign-in, and a changed role ends the other sessions", async () => {
    const { id } = person({ email: "mia@allowed.example", groups: ["platform"] });
    const first = await signInAs(id);
    expect(first.user?.role).toBe("admin");
    issuer.people.set(id, {
      email: "mia@allowed.example",
      email_verified: true,
      name: "Mia",
      groups: ["ml"],
    });
    expect((await signInAs(id)).user?.role).toBe("editor");
    expect(first.user && (await resolveSession(stores, first.user))).toBeNull();
    issuer.people.set(id, { email: "mia@allowed.example", email_verified: true, name: "Mia", groups: [] });
    expect((await signInAs(id)).user?.role).toBe("viewer");
  });
});

describe("linking", () => {
  async function signedInBrowser(role: "editor" | "admin" = "editor") {
    const local = await signedIn(stores, role);
    const browser = newBrowser();
    const [name = "", value = ""] = local.cookie.split("=");
    browser.setCookie(name, value);
    return { local, browser };
  }
  it("is for the signed-in person with any address; the session continues", async () => {
    const { local, browser } = await signedInBrowser();
    const { id } = person();
    const came = await signInAs(id, LINKED, browser);
    expect(came).toMatchObject({
      path: LINKED,
      error: null,
      user: { userId: local.userId, sid: local.ref.sid },
    });
    expect((await signInAs(id)).user?.userId).toBe(local.userId);
  });
  it("needs a sign-in within ten minutes", async () => {
    const { browser } = await signedInBrowser();
    stores.clock.advance(11 * 60_000);
    expect(await signInAs(person().id, LINKED, browser)).toMatchObject({ error: "step_up" });
  });
  it("does not take an account from another member", async () => {
    const { id } = person({ email: "owner@allowed.example" });
    await signInAs(id);
    const { browser } = await signedInBrowser();
    expect(await signInAs(id, LINKED, browser)).toMatchObject({ error: "linked_elsewhere" });
  });
  it("without a session is no way to join", async () => {
    const came = await signInAs(person({ email: "x@allowed.example" }).id, LINKED);
    expect(came).toMatchObject({ error: "signed_out", user: null });
  });
  it("stops with the session that began it", async () => {
    const { local, browser } = await signedInBrowser();
    const callback = await throughIssuer(browser, person().id, LINKED);
    const user = await resolveSession(stores, local.ref);
    if (user) await revokeSessions({ ...admin(), actor: sessionActor(user) }, { id: local.ref.sid });
    expect(await comeBack(stores, browser, callback)).toMatchObject({ error: "signed_out", user: null });
  });
});

describe("a callback that is not the answer to our question", () => {
  it("refuses a state of another browser", async () => {
    const victim = newBrowser();
    await throughIssuer(victim, person({ email: "v@allowed.example" }).id);
    const attacker = await throughIssuer(newBrowser(), person({ email: "a@allowed.example" }).id);
    expect(await comeBack(stores, victim, attacker)).toMatchObject({ error: "OAuthCallback", user: null });
    expect(await failures("OAuthCallback")).toBeGreaterThan(0);
  });
  it("refuses a code and state that were used", async () => {
    const browser = newBrowser();
    const callback = await throughIssuer(browser, person({ email: "r@allowed.example" }).id);
    const kept = browser.cookies();
    expect((await comeBack(stores, browser, callback)).user).not.toBeNull();
    expect(await comeBack(stores, newBrowser(), callback)).toMatchObject({
      error: "OAuthCallback",
      user: null,
    });
    const replay = newBrowser();
    for (const [name, value] of kept) replay.setCookie(name, value);
    expect(await comeBack(stores, replay, callback)).toMatchObject({ error: "OAuthCallback", user: null });
  });
  it("refuses a code that has expired", async () => {
    const browser = newBrowser();
    const callback = await throughIssuer(browser, person({ email: "e@allowed.example" }).id);
    await issuer.forgetCode(new URL(callback).searchParams.get("code") ?? "");
    expect(await comeBack(stores, browser, callback)).toMatchObject({ error: "OAuthCallback", user: null });
  });
  it("refuses an answer without the browser's PKCE verifier or nonce", async () => {
    for (const missing of ["pkce.code_verifier", "nonce"]) {
      const browser = newBrowser();
      const callback = await throughIssuer(browser, person({ email: `${missing}@allowed.example` }).id);
      browser.setCookie(`next-auth.${missing}`, "");
      expect(await comeBack(stores, browser, callback)).toMatchObject({ error: "OAuthCallback", user: null });
    }
  });
});

it.each([
  ["https://evil.example/", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["http://localhost:3000.evil.example/x", "/"],
  ["http://localhost:3000@evil.example/x", "/"],
  ["javascript:alert(1)", "/"],
  ["http://localhost:3000/runs?x=1", "/runs?x=1"],
])("after sign-in goes only to pages of ours: %s", async (callbackUrl, expected) => {
  const came = await signInAs(person({ email: `${people}@allowed.example` }).id, callbackUrl);
  expect(came).toMatchObject({ path: expected, error: null });
});

it("starts only by a form of ours: no token, no redirect to the issuer", async () => {
  const begun = await newBrowser().fetch(`${OWN}/api/auth/signin/oidc`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ callbackUrl: "/" }).toString(),
  });
  expect(begun.headers.get("location") ?? "").not.toContain(issuer.url);
});
