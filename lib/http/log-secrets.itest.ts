import { Writable } from "node:stream";
import { beforeAll, expect, it } from "vitest";
import { POST as createConnection } from "@/app/api/v1/connections/route";
import { POST as acceptInvite } from "@/app/api/v1/invites/accept/route";
import { POST as createInvite } from "@/app/api/v1/invites/route";
import { POST as changePassword } from "@/app/api/v1/me/password/route";
import { GET as whoAmI } from "@/app/api/v1/me/route";
import { POST as confirm } from "@/app/api/v1/me/step-up/route";
import { POST as resetPassword } from "@/app/api/v1/password-reset/route";
import { POST as setUp } from "@/app/api/v1/setup/route";
import { POST as createToken } from "@/app/api/v1/tokens/route";
import { POST as createReset } from "@/app/api/v1/users/[userId]/password-reset/route";
import { PATCH as changeUser } from "@/app/api/v1/users/[userId]/route";
import { POST as createVariable } from "@/app/api/v1/variables/route";
import type { Deps } from "@/lib/platform/context";
import { createDb } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { hashPassword } from "@/lib/team/password";
import { stubEnv, testStores } from "@/lib/testing";
import { handleAuth } from "./auth-handler";
import type { RouteHandler } from "./route";
import { type SignedIn, signedIn } from "./testing";

const stores = testStores();
const OWN = "http://localhost:3000";
const PASSWORD = "violet anvil harbour seventeen";
const NEXT_PASSWORD = "copper lantern meadow forty-two";
const VALUE = "value-that-nobody-may-read-8c1f";
const DATABASE_PASSWORD = "database-password-5d20";
/** Short, so that it fits into a parser's excerpt of the body. */
const SHORT = "hunter9q";
const secrets = new Set([SHORT, PASSWORD, NEXT_PASSWORD, VALUE, DATABASE_PASSWORD]);
let written = "";
let live: Deps;
let admin: SignedIn;

const to = new Writable({
  write(chunk, _encoding, done) {
    written += String(chunk);
    done();
  },
});

beforeAll(async () => {
  stubEnv({ ...stores.env, GWANJE_URL: OWN });
  live = { ...stores, log: createLogger("web", "trace", to) };
  globalThis.gwanjeDeps = live;
  admin = await signedIn(stores, "admin");
  secrets.add(admin.cookie.split("=")[1] ?? "");
  await stores.db.prisma.user.update({
    where: { id: admin.userId },
    data: { passwordHash: await hashPassword(PASSWORD) },
  });
});

type Sent = { body?: unknown; text?: string; params?: Record<string, string>; headers?: object };
async function call(handler: RouteHandler, { body, text, params = {}, headers }: Sent): Promise<Answer> {
  const { method, path } = handler.declaration;
  const request = new Request(`${OWN}${path.replace("{userId}", params.userId ?? "")}`, {
    method,
    headers: {
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
      ...(headers ?? { cookie: admin.cookie }),
    },
    ...(method === "GET" ? {} : { body: text ?? JSON.stringify(body ?? {}) }),
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, text: await response.text() };
}
type Answer = { status: number; text: string };

async function signIn(password: string): Promise<Answer> {
  const { email } = await stores.db.prisma.user.findUniqueOrThrow({ where: { id: admin.userId } });
  const csrf = await handleAuth(new Request(`${OWN}/api/auth/csrf`), ["csrf"]);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const response = await handleAuth(
    new Request(`${OWN}/api/auth/callback/credentials`, {
      method: "POST",
      headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: "/" }).toString(),
    }),
    ["callback", "credentials"],
  );
  return { status: response.status, text: await response.text() };
}

/** Every form with a secret, sent invalid in as many ways as possible. */
async function refusals(token: string, link: string): Promise<Answer[]> {
  const bearer = { authorization: `Bearer ${token}` };
  const hidden = { password: VALUE, value: VALUE, token: VALUE, new_password: VALUE };
  return [
    await signIn(VALUE),
    await call(changeUser, { params: { userId: token }, body: {} }),
    await call(confirm, { body: { password: VALUE } }),
    await call(changePassword, { body: { current_password: VALUE, new_password: NEXT_PASSWORD } }),
    await call(changePassword, { body: { current_password: PASSWORD, new_password: 12, extra: VALUE } }),
    await call(createVariable, { body: { key: "not a key", ...hidden } }),
    await call(createVariable, { text: `{"a": ${SHORT}}` }),
    await call(createVariable, { text: `{"key": "A", "value": "${VALUE}` }),
    await call(createConnection, { body: { id: "pg", type: "no-such-type", ...hidden } }),
    await call(acceptInvite, { body: { ...hidden, token: link, name: "", email: "nobody" } }),
    await call(resetPassword, { body: { token: link, password: NEXT_PASSWORD } }),
    await call(setUp, { body: { ...hidden, token: link } }),
    await call(whoAmI, { headers: { authorization: `Bearer ${token}x` } }),
    // A token where an id belongs: in the address.
    await call(createReset, { params: { userId: token } }),
    await call(createToken, { headers: bearer, body: { name: VALUE.slice(0, 3), scopes: ["self:write"] } }),
  ];
}

it("neither the log nor an answer that refuses holds a secret, also while the database is away or fails", async () => {
  const invite = JSON.parse((await call(createInvite, { body: { role: "viewer" } })).text);
  const reset = JSON.parse((await call(createReset, { params: { userId: admin.userId } })).text);
  const made = JSON.parse((await call(createToken, { body: { name: "ci", scopes: ["runs:read"] } })).text);
  const [inviteLink, resetLink] = [invite, reset].map((one) => String(one.link_path).split("/").at(-1) ?? "");
  for (const secret of [inviteLink, resetLink, made.token]) secrets.add(String(secret));
  expect([...secrets].every((secret) => secret.length >= 8)).toBe(true);

  const variable = await call(createVariable, { body: { key: "SECRET_KEY", value: VALUE } });
  expect(variable.status).toBe(201);
  const answers = [variable, ...(await refusals(made.token, resetLink ?? ""))];

  // A row that the database refuses: its own message would show the values.
  const badName = {
    token: inviteLink,
    name: "bad\0name",
    email: "kim@example.test",
    password: NEXT_PASSWORD,
  };
  answers.push(await call(acceptInvite, { body: badName }));

  // Without the database, every call logs an unforeseen error.
  const before = written.length;
  const away = createDb(`postgres://gwanje:${DATABASE_PASSWORD}@127.0.0.1:9/gone`, 2);
  globalThis.gwanjeDeps = { ...live, db: away };
  const failed = await refusals(made.token, inviteLink ?? "");
  globalThis.gwanjeDeps = live;
  await away.close();
  expect(failed.filter(({ status }) => status === 500).length).toBeGreaterThan(5);
  expect(written.slice(before)).toContain("request failed");
  answers.push(...failed);

  // Only the variable and the valid reset link were accepted.
  expect(answers.map(({ status }) => status).filter((status) => status < 400)).toEqual([201, 204]);
  for (const secret of secrets) {
    expect(written).not.toContain(secret);
    for (const { text } of answers) expect(text).not.toContain(secret);
  }
});
