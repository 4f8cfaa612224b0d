import { expect, it } from "vitest";
import { cookieOf, readSessionCookie, sessionCookieName, writeSessionCookie } from "./cookie";

const SECRET = "0123456789abcdef0123456789abcdef";

it("gives the session back under the same secret only", async () => {
  const token = await writeSessionCookie(SECRET, { sid: "ses_1", sv: 2 });
  expect(encodeURIComponent(token)).toBe(token);
  expect(await readSessionCookie(SECRET, token)).toEqual({ sid: "ses_1", sv: 2 });
  expect(await readSessionCookie(`${SECRET}x`, token)).toBeNull();
  expect(await readSessionCookie(SECRET, "%zz")).toBeNull();
});

it("finds a cookie by its whole name and survives bad escapes", () => {
  expect(cookieOf("xa=1; a=2=3", "a")).toBe("2=3");
  expect(cookieOf("a=%zz", "a")).toBe("%zz");
  expect(cookieOf(null, "a")).toBeNull();
});

it("is Secure by name only on https", () => {
  expect(sessionCookieName("https://gwanje.example")).toBe("__Secure-next-auth.session-token");
  expect(sessionCookieName("http://localhost:3000")).toBe("next-auth.session-token");
});
