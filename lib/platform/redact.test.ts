import { Writable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { logConsole } from "./console";
import { createLogger } from "./logger";
import { isSecretKey, redact, redactText } from "./redact";

const SECRET = "correct horse battery";
const PAT = "gwj_pat_0123456789abcdefghijABCDEFGHIJ0123456789";
const LINK = "Zk3v_9QmX2aPq-8LrT5wYb1NcJd7HgFe";

function lines() {
  const written: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { to, text: () => written.join(""), last: () => JSON.parse(written.at(-1) ?? "{}") as unknown };
}

describe("a key that is named like a secret", () => {
  it.each([
    "password",
    "new_password",
    "currentPassword",
    "PGPASSWORD",
    "token",
    "tokenHash",
    "csrfToken",
    "client_secret",
    "Authorization",
    "set-cookie",
    "link_path",
    "api_key",
    "S3_SECRET_ACCESS_KEY",
    "value",
    "value_enc",
    "code_verifier",
  ])("%s is hidden at any depth", (key) => {
    expect(isSecretKey(key)).toBe(true);
    const text = JSON.stringify(redact({ a: [{ b: { c: { [key]: SECRET, d: [{ [key]: [SECRET] }] } } }] }));
    expect(text).not.toContain(SECRET);
    expect(text).toContain("[hidden]");
  });

  it.each([
    "token_id",
    "tokenId",
    "secret_count",
    "hashed_at",
    "path",
    "key",
    "email",
    "request_id",
    "user_id",
  ])("%s is not one", (key) => expect(isSecretKey(key)).toBe(false));

  it("keeps flags, numbers and nulls", () => {
    const about = { is_secret: true, tokens: 3, password: null };
    expect(redact(about)).toEqual(about);
  });
});

describe("text that looks like a secret", () => {
  it.each([
    [`no token ${PAT} here`, "no token gwj_pat_[hidden] here"],
    ["gwj_att_0190-ab.mac-mac sent", "gwj_att_[hidden] sent"],
    [`GET /invite/${LINK}?next=/x`, "GET /invite/[hidden]?next=/x"],
    [`https://g.example/reset/${LINK}`, "https://g.example/reset/[hidden]"],
    [`/setup?token=${LINK}&lang=ko`, "/setup?token=[hidden]&lang=ko"],
    ["/api/auth/callback/oidc?code=abc&state=def", "/api/auth/callback/oidc?code=[hidden]&state=[hidden]"],
    ["s3://x?X-Amz-Signature=ab12&x=1", "s3://x?X-Amz-Signature=[hidden]&x=1"],
    ["authorization: Bearer abcdefgh.ijk", "authorization: Bearer [hidden]"],
    ["postgres://me:pa55@db:5432/x", "postgres://me:[hidden]@db:5432/x"],
    ["redis://:pa55@cache", "redis://:[hidden]@cache"],
    ["got eyJhbGciOi.eyJzdWIi.c2ln!", "got [hidden]!"],
    ["hash $argon2id$v=19$m=1$c2FsdA$aGFzaA", "hash [hidden]"],
    [`invalid input syntax for type integer: "${SECRET}"`, "invalid input syntax for type integer: [hidden]"],
    [`Failing row contains (usr_1, ${SECRET}).`, "Failing row contains ([hidden])."],
    [`Key (token_hash)=(${SECRET}) already exists.`, "Key (token_hash)=([hidden]) already exists."],
    ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- done", "[hidden] done"],
  ])("%s", (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    "GET /api/v1/runs?limit=50&status=failed",
    "http://localhost:3000/invites",
    "run_01J is basic stuff",
  ])("%s stays", (text) => expect(redactText(text)).toBe(text));
});

describe("whatever is logged", () => {
  it("is plain, bounded JSON: cycles, depth, width, bytes", () => {
    const loop: Record<string, unknown> = { at: new Date(0), big: 1n, bytes: Buffer.from(SECRET) };
    loop.self = loop;
    loop.many = Array.from({ length: 100_000 }, (_, i) => ({ i }));
    loop.long = "x".repeat(1_000_000);
    const text = JSON.stringify(redact(loop));
    expect(text.length).toBeLessThan(100_000);
    expect(text).toContain('"at":"1970-01-01T00:00:00.000Z","big":"1","bytes":"[21 bytes]"');
    expect(text).not.toContain(SECRET);
  });

  it("keeps what explains an error and drops what it failed on", () => {
    const cause = Object.assign(new Error(`invalid input syntax for type json: "${SECRET}"`), {
      code: "22P02",
      severity: "ERROR",
      detail: `Token "${SECRET}" is invalid.`,
      where: SECRET,
      command: { name: "set", args: [SECRET] },
    });
    const copy = redact({ err: new TypeError("saving failed", { cause }) });
    expect(copy).toMatchObject({
      err: {
        type: "TypeError",
        message: "saving failed",
        cause: { type: "Error", code: "22P02", severity: "ERROR" },
      },
    });
    expect(JSON.stringify(copy)).not.toContain(SECRET);
    expect(JSON.stringify(copy)).toContain("redact.test.ts");
  });
});

describe("the logger", () => {
  const { to, text, last } = lines();
  const log = createLogger("test", "trace", to);

  it("hides in every argument: object, message, values of the message, error", () => {
    log.info({ request: { headers: { cookie: SECRET } } }, "sent %s", PAT);
    expect(last()).toMatchObject({ process: "test", msg: "sent gwj_pat_[hidden]" });
    log.error(new Error(`refused ${PAT}`));
    expect(last()).toMatchObject({ level: 50, msg: "refused gwj_pat_[hidden]", err: { type: "Error" } });
    log.warn({ err: new Error(`at /reset/${LINK}`) });
    expect(last()).toMatchObject({ msg: "at /reset/[hidden]", err: { message: "at /reset/[hidden]" } });
    log.warn(`plain /reset/${LINK}`);
    log.debug({ password: SECRET }, "%o", { token: SECRET });
    for (const secret of [SECRET, PAT, LINK]) expect(text()).not.toContain(secret);
  });

  describe("in place of the console", () => {
    const own = { ...console };
    afterEach(() => void Object.assign(console, own));
    it("writes what a library prints", () => {
      logConsole(log);
      console.error("⨯", new Error(`render ${PAT}`), { token: SECRET });
      expect(last()).toMatchObject({ level: 50, err: { message: "render gwj_pat_[hidden]" } });
      console.log("ready on %s", `http://u:${SECRET.slice(0, 7)}@x`);
      expect(last()).toMatchObject({ level: 30, msg: "ready on http://u:[hidden]@x" });
      expect(text()).not.toContain(SECRET);
    });
  });
});
