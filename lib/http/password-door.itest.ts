import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { resolveSession } from "@/lib/team";
import { hashPassword } from "@/lib/team/password";
import { stubEnv, testStores } from "@/lib/testing";
import { handleAuth } from "./auth-handler";
import { cookieOf, readSessionCookie } from "./cookie";
import { signedIn } from "./testing";

const stores = testStores();
const HOME = "https://gwanje.example";
const PASSWORD = "several unrelated words";
const ADA = `${newId("usr")}@example.test`.toLowerCase();

beforeAll(async () => {
  stubEnv({ ...stores.env, GWANJE_URL: HOME });
  globalThis.gwanjeDeps = stores;
  const passwordHash = await hashPassword(PASSWORD);
  await stores.db.prisma.user.create({
    data: { id: newId("usr"), email: ADA, name: "Ada", role: "admin", passwordHash },
  });
});

const ask = (path: string, init: RequestInit = {}) =>
  handleAuth(new Request(`${HOME}/api/auth/${path}`, init), (path.split("?")[0] ?? "").split("/"));

async function signIn(password: string, peer = "10.0.0.1", planted = "") {
  const csrf = await ask("csrf");
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return ask("callback/credentials", {
    method: "POST",
    headers: {
      cookie: `${cookie}; ${planted}`,
      "content-type": "application/x-www-form-urlencoded",
      "x-gwanje-peer": peer,
    },
    body: new URLSearchParams({ csrfToken, email: ADA, password, json: "true", callbackUrl: "/" }).toString(),
  });
}
const sessionLine = (response: Response) =>
  response.headers.getSetCookie().find((line) => line.includes("session-token="));

describe("signing in with a password", () => {
  it("sets a cookie that scripts, other sites and plain http do not get, and that holds a session's id only", async () => {
    const line = sessionLine(await signIn(PASSWORD)) ?? "";
    expect(line).toMatch(/^__Secure-next-auth\.session-token=/);
    for (const flag of [/; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i, /; Path=\//i])
      expect(line).toMatch(flag);
    expect(line).not.toMatch(/; Domain=/i);
    const ref = await readSessionCookie(
      stores.secret,
      cookieOf(line.split(";")[0] ?? "", "__Secure-next-auth.session-token") ?? "",
    );
    expect(Object.keys(ref ?? {}).sort()).toEqual(["sid", "sv"]);
    expect(ref && (await resolveSession(stores, ref))).toMatchObject({ email: ADA });
  });

  it("starts a session of its own, whatever session the browser came with", async () => {
    const other = await signedIn(stores, "viewer");
    const fixed = other.cookie.slice(other.cookie.indexOf("=") + 1);
    const line =
      sessionLine(await signIn(PASSWORD, "10.0.0.4", `__Secure-next-auth.session-token=${fixed}`)) ?? "";
    const ref = await readSessionCookie(
      stores.secret,
      cookieOf(line.split(";")[0] ?? "", "__Secure-next-auth.session-token") ?? "",
    );
    expect(ref?.sid).toMatch(/^ses_/);
    expect(ref?.sid).not.toBe(other.ref.sid);
    expect(ref && (await resolveSession(stores, ref))).toMatchObject({ email: ADA });
    // The planted session is still its owner's.
    expect(await resolveSession(stores, other.ref)).toMatchObject({ userId: other.userId });
  });

  it("needs the form's own token", async () => {
    const response = await ask("callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ email: ADA, password: PASSWORD, json: "true" }).toString(),
    });
    expect(sessionLine(response)).toBeUndefined();
  });

  it("answers 429 with Retry-After after five failures, also to the right password", async () => {
    for (let i = 0; i < 5; i++) {
      const failed = await signIn("not the password", "10.0.0.2");
      expect([failed.status, sessionLine(failed)]).toEqual([401, undefined]);
    }
    const refused = await signIn(PASSWORD, "10.0.0.2");
    expect([refused.status, sessionLine(refused)]).toEqual([429, undefined]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(sessionLine(await signIn(PASSWORD, "10.0.0.3"))).toBeDefined();
  });
});

it("a form that is too large is refused while it arrives, and strangers cannot write our log", async () => {
  for (const path of ["callback/credentials", "signout", "signin/oidc", "_log"]) {
    const body = new ReadableStream({ pull: (sink) => sink.enqueue(new Uint8Array(4_096).fill(97)) });
    const refused = await ask(path, { method: "POST", body, duplex: "half" } as RequestInit);
    expect([path, refused.status]).toEqual([path, path === "_log" ? 404 : 413]);
  }
  const log = await ask("_log", {
    method: "POST",
    body: "level=error&code=SIGNIN_OAUTH_ERROR&message=forged",
  });
  expect([log.status, log.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
});
