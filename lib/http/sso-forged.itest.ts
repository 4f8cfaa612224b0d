import { afterAll, beforeAll, expect, it } from "vitest";
import { stubEnv, testStores } from "@/lib/testing";
import { type Forgery, type ForgingIssuer, startForgingIssuer } from "@/lib/testing/forging-issuer";
import { begin, comeBack, newBrowser, OWN, signInAt } from "./sso-fixtures/testing";

const stores = testStores();
const CLIENT = { id: "console", secret: "console-secret-that-is-long-enough" };
let issuer: ForgingIssuer;

beforeAll(async () => {
  issuer = await startForgingIssuer(CLIENT);
  stubEnv({
    ...stores.env,
    ...signInAt(issuer, CLIENT),
  });
  globalThis.gwanjeDeps = stores;
});
afterAll(() => issuer?.stop());

async function signIn(forgery: Forgery) {
  issuer.forge(forgery);
  const browser = newBrowser();
  const authorize = await begin(browser, "oidc");
  const callback = await browser.follow(authorize, (url) => url.startsWith(`${OWN}/api/auth/callback`));
  return comeBack(stores, browser, callback);
}

it("lets in on an answer that is right in every way", async () => {
  expect(await signIn({})).toMatchObject({ error: null, user: { email: "lin@allowed.example" } });
});

const past = Math.floor(Date.now() / 1_000) - 3_600;
it.each<[string, Forgery, string]>([
  ["a token of another issuer", { claims: { iss: "https://evil.example" } }, "OAuthCallback"],
  [
    "an issuer that says it is another, and signs so",
    { issuer: "https://evil.example", claims: { iss: "https://evil.example" } },
    "wrong_answer",
  ],
  ["a token for another client", { claims: { aud: "other-client" } }, "OAuthCallback"],
  [
    "a token for many clients, made for another",
    { claims: { aud: [CLIENT.id, "other"], azp: "other" } },
    "OAuthCallback",
  ],
  ["a token nobody signed (alg none)", { header: { alg: "none" }, signWith: "nothing" }, "OAuthCallback"],
  ["a signature that was cut off", { signWith: "nothing" }, "OAuthCallback"],
  [
    "a token signed with the client secret",
    { header: { alg: "HS256" }, signWith: "client secret" },
    "OAuthCallback",
  ],
  ["a token signed with another key", { signWith: "other key" }, "OAuthCallback"],
  ["an expired token", { claims: { iat: past - 300, exp: past } }, "OAuthCallback"],
  ["a token from the future", { claims: { iat: past + 7_200, nbf: past + 7_200 } }, "OAuthCallback"],
  ["a token of another sign-in (nonce)", { claims: { nonce: "another" } }, "OAuthCallback"],
  ["no subject", { claims: { sub: undefined } }, "OAuthCallback"],
  ["no address", { claims: { email: undefined } }, "email_unverified"],
  ["an address that is not verified", { claims: { email_verified: false } }, "email_unverified"],
  [
    "an address of which nobody says it is verified",
    { claims: { email_verified: undefined } },
    "email_unverified",
  ],
  ["an address that is verified in text only", { claims: { email_verified: "maybe" } }, "email_unverified"],
])("refuses %s, and records it", async (_, forgery, error) => {
  const before = await stores.db.prisma.auditLog.count({ where: { outcome: "failed" } });
  expect(await signIn(forgery)).toMatchObject({ error, user: null });
  expect(await stores.db.prisma.auditLog.count({ where: { outcome: "failed" } })).toBe(before + 1);
});
