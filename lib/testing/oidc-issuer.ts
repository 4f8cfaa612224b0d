import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider, { type OidcContext } from "oidc-provider";

export type TestPerson = { email: string; email_verified: boolean; name: string; groups?: string[] };
export type TestIssuer = {
  url: string;
  people: Map<string, TestPerson>;
  /** Makes the code expire. */
  forgetCode(code: string): Promise<void>;
  stop(): Promise<void>;
};
type Options = { redirectUri: string; clientId: string; clientSecret: string; port?: number };

const SCOPES = "openid email profile groups";

/** A certified OpenID Connect issuer on this machine, with one sign-in button for each person. */
export async function startIssuer(options: Options): Promise<TestIssuer> {
  const people = new Map<string, TestPerson>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(url, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [options.redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "test" }] },
    cookies: { keys: ["only for tests"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: SCOPES.split(" "),
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) => {
      const person = people.get(id);
      return person && { accountId: id, claims: () => ({ sub: id, ...person }) };
    },
    loadExistingGrant: async ({ oidc }: OidcContext) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const [, uid, accountId] = /^\/interaction\/([\w-]+)(?:\/as\/([\w-]+))?$/.exec(request.url ?? "") ?? [];
    if (!uid) return answer(request, response);
    if (accountId) return void provider.interactionFinished(request, response, { login: { accountId } });
    const links = [...people].map(
      ([id, { name }]) => `<li><a href="/interaction/${uid}/as/${id}">${name}</a></li>`,
    );
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>Issuer</title><ul>${links.join("")}</ul>`);
  });
  return {
    url,
    people,
    forgetCode: async (code) => (await provider.AuthorizationCode.find(code))?.destroy(),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
