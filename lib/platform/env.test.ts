import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EnvError, loadEnv, loadSettings } from "./env";
import { renderEnvExample } from "./env-example";

const STORES = {
  DATABASE_URL: "postgres://u:p@db:5432/gwanje",
  REDIS_URL: "redis://cache:6379",
  S3_ENDPOINT: "http://s3:9000",
  S3_ACCESS_KEY_ID: "id",
  S3_SECRET_ACCESS_KEY: "key",
};
const SECRET = "b4c1f09a7de35826b4c1f09a7de358ff";

function problemsOf(load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof EnvError) return error.problems.map(({ key, problem }) => `${key} ${problem}`);
    throw error;
  }
  return [];
}

test("nothing has to be set to begin", () => {
  const settings = loadSettings({});
  expect(settings).toMatchObject({
    PORT: 3000,
    HOST: "127.0.0.1",
    S3_BUCKET: "gwanje",
    S3_FORCE_PATH_STYLE: true,
  });
  expect(settings.DATABASE_URL).toBeUndefined();
});

test("an empty value is the same as none", () => {
  expect(loadSettings({ PORT: "", DATABASE_URL: " " })).toMatchObject({ PORT: 3000 });
});

test("every wrong key is named, in one error", () => {
  const problems = problemsOf(() =>
    loadSettings({ PORT: "70000", DATABASE_URL: "mysql://x", GWANJE_SECRET: "short" }),
  );
  expect(problems.map((line) => line.split(" ")[0])).toEqual(["DATABASE_URL", "PORT", "GWANJE_SECRET"]);
  expect(problems[0]).toContain("postgres://");
});

test.each([
  [{ GITHUB_CLIENT_ID: "a" }, "GITHUB_CLIENT_SECRET is required when GITHUB_CLIENT_ID is set"],
  [{ OIDC_ISSUER: "https://id.example.com" }, "OIDC_CLIENT_ID is required when OIDC_ISSUER is set"],
  [{ S3_ENDPOINT: "http://s3:9000" }, "S3_ACCESS_KEY_ID is required when S3_ENDPOINT is set"],
  [{ GWANJE_INIT_EMAIL: "a@b.co" }, "GWANJE_INIT_PASSWORD is required for headless set-up"],
])("half of a pair is a mistake: %o", (source, expected) => {
  expect(problemsOf(() => loadSettings(source)).join("\n")).toContain(expected);
});

test.each([
  [{ GWANJE_SSO_ENFORCED_DOMAINS: "example.com" }, ["GWANJE_SSO_ENFORCED_DOMAINS needs a provider"]],
  [{ GWANJE_DISABLE_PASSWORD: "true" }, ["GWANJE_DISABLE_PASSWORD needs a provider"]],
  [{ GWANJE_DISABLE_PASSWORD: "false" }, []],
  [{ GWANJE_SSO_ENFORCED_DOMAINS: "@example.com" }, ["GWANJE_SSO_ENFORCED_DOMAINS must list e-mail domains"]],
  [{ GWANJE_SSO_ALLOWED_DOMAINS: "*.example.com" }, ["GWANJE_SSO_ALLOWED_DOMAINS must list e-mail domains"]],
  [{ GWANJE_SSO_ENFORCED_DOMAINS: "example.com", GITHUB_CLIENT_ID: "a", GITHUB_CLIENT_SECRET: "b" }, []],
  [
    {
      GWANJE_SSO_ENFORCED_DOMAINS: "example.com",
      OIDC_ISSUER: "https://id.example.com",
      OIDC_CLIENT_ID: "a",
    },
    [],
  ],
])("who must sign in through a provider needs one: %o", (source, expected) => {
  const problems = problemsOf(() => loadSettings(source));
  expect(problems.map((line, at) => line.slice(0, expected[at]?.length))).toEqual(expected);
});

test.each(["none", "HS256", "rs256"])("ID tokens are signed with an issuer's own key: not %s", (alg) => {
  expect(problemsOf(() => loadSettings({ OIDC_ID_TOKEN_ALG: alg }))).toEqual([
    "OIDC_ID_TOKEN_ALG must be RS256, PS256, ES256 or EdDSA",
  ]);
});

test("a process needs every store, and derives the addresses it was not given", () => {
  expect(problemsOf(() => loadEnv({})).map((line) => line.split(" ")[0])).toEqual(Object.keys(STORES));
  expect(loadEnv({ ...STORES, PORT: "4000", GWANJE_URL: "https://ml.example.com/" })).toMatchObject({
    GWANJE_URL: "https://ml.example.com",
    GWANJE_SERVING_PORT: 4001,
    GWANJE_DATA_URL: "http://127.0.0.1:4001",
  });
});

test.each([
  ["none", undefined, "is required"],
  ["the example", "change-me-change-me-change-me-change-me", "example value"],
  ["one letter repeated", "a".repeat(40), "example value"],
])("production refuses a secret that is %s", (_name, secret, expected) => {
  const source = { ...STORES, NODE_ENV: "production", GWANJE_SECRET: secret };
  expect(problemsOf(() => loadEnv(source)).join()).toContain(expected);
});

test("production accepts a secret of its own", () => {
  expect(loadEnv({ ...STORES, NODE_ENV: "production", GWANJE_SECRET: SECRET }).GWANJE_SECRET).toBe(SECRET);
});

test(".env.example documents exactly the settings there are", () => {
  expect(readFileSync(".env.example", "utf8")).toBe(renderEnvExample());
});
