import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { stubEnv, testStores } from "@/lib/testing";
import { type Forgery, type ForgingIssuer, startForgingIssuer } from "@/lib/testing/forging-issuer";
import { SIGNING_ALGS, type SigningAlg } from "@/lib/testing/signing-keys";
import { OWN, signInAt } from "./sso-fixtures/testing";

const stores = testStores();
const CLIENT = { id: "console", secret: "console-secret-that-is-long-enough" };
let issuer: ForgingIssuer;
beforeAll(async () => {
  issuer = await startForgingIssuer(CLIENT);
  globalThis.gwanjeDeps = stores;
});
afterAll(() => issuer?.stop());

/** A process of its own reads these settings once, at its start. */
async function startWith(alg: SigningAlg) {
  stubEnv({
    ...stores.env,
    ...signInAt(issuer, CLIENT),
    OIDC_ID_TOKEN_ALG: alg,
  });
  vi.resetModules();
  return import("./sso-fixtures/testing");
}

describe.each(SIGNING_ALGS)("an issuer that signs with %s", (alg) => {
  let started: Awaited<ReturnType<typeof startWith>>;
  beforeAll(async () => {
    started = await startWith(alg);
  });
  async function signIn(forgery: Forgery) {
    issuer.forge({ alg, ...forgery });
    const browser = started.newBrowser();
    const authorize = await started.begin(browser, "oidc");
    const callback = await browser.follow(authorize, (url) => url.startsWith(`${OWN}/api/auth/callback`));
    return started.comeBack(stores, browser, callback);
  }

  it("lets in", async () => {
    expect(await signIn({})).toMatchObject({ error: null, user: { email: "lin@allowed.example" } });
  });

  const another: SigningAlg = alg === "RS256" ? "PS256" : "RS256";
  const past = Math.floor(Date.now() / 1_000) - 3_600;
  it.each<[string, Forgery]>([
    ["a token nobody signed (alg none)", { header: { alg: "none" }, signWith: "nothing" }],
    [
      "HS256 with the public key as the secret",
      { header: { alg: "HS256", kid: undefined }, signWith: "public key" },
    ],
    ["HS256 with the client's secret", { header: { alg: "HS256" }, signWith: "client secret" }],
    [`a right token that is signed with ${another}`, { alg: another }],
    [`one that only says it is signed with ${another}`, { header: { alg: another, kid: another } }],
    ["another key of the same kind", { signWith: "other key" }],
    ["another issuer", { claims: { iss: "https://evil.example" } }],
    ["another audience", { claims: { aud: "other-client" } }],
    ["an expired token", { claims: { iat: past - 300, exp: past } }],
    ["another nonce", { claims: { nonce: "another" } }],
    ["no nonce", { claims: { nonce: undefined } }],
  ])("refuses %s", async (_, forgery) => {
    expect(await signIn(forgery)).toMatchObject({ error: "OAuthCallback", user: null });
  });
});
