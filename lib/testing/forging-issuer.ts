import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { newSigningKeys, publicJwk, SIGNING_ALGS, type SigningAlg, signature } from "./signing-keys";

export type Forgery = {
  header?: Record<string, unknown>;
  /** Replaces claims of a valid token. */
  claims?: Record<string, unknown>;
  /** The signing algorithm; also in the header, unless that is forged too. */
  alg?: SigningAlg;
  signWith?: "own key" | "other key" | "nothing" | "client secret" | "public key";
  /** The issuer in the discovery document. */
  issuer?: string;
};
export type ForgingIssuer = { url: string; forge(next: Forgery): void; stop(): Promise<void> };

/** An issuer whose reply is valid except for what a test forges. */
export async function startForgingIssuer(client: { id: string; secret: string }): Promise<ForgingIssuer> {
  const [own, other] = [newSigningKeys(), newSigningKeys()];
  let forgery: Forgery = {};
  let nonce = "";
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  function idToken(): string {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: url,
      aud: client.id,
      sub: "lin",
      email: "lin@allowed.example",
      email_verified: true,
      iat: now,
      exp: now + 300,
      nonce,
      ...forgery.claims,
    };
    const alg = forgery.alg ?? "RS256";
    const text = `${part({ alg, kid: alg, ...forgery.header })}.${part(claims)}`;
    const hmac = (secret: string) =>
      `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
    const signWith = forgery.signWith ?? "own key";
    if (signWith === "nothing") return `${text}.`;
    if (signWith === "client secret") return hmac(client.secret);
    if (signWith === "public key")
      return hmac(own[alg].publicKey.export({ type: "spki", format: "pem" }).toString());
    const { privateKey } = (signWith === "own key" ? own : other)[alg];
    return `${text}.${signature(alg, privateKey, text)}`;
  }

  server.on("request", (request, response) => {
    const asked = new URL(request.url ?? "/", url);
    const json = (body: unknown) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    };
    if (asked.pathname === "/.well-known/openid-configuration")
      return json({
        issuer: forgery.issuer ?? url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/keys`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: [...SIGNING_ALGS, "none", "HS256"],
      });
    if (asked.pathname === "/keys")
      return json({ keys: SIGNING_ALGS.map((alg) => publicJwk(alg, own[alg].publicKey)) });
    if (asked.pathname === "/token")
      return json({ access_token: "a", token_type: "Bearer", id_token: idToken() });
    nonce = asked.searchParams.get("nonce") ?? "";
    const back = new URL(asked.searchParams.get("redirect_uri") ?? url);
    back.searchParams.set("code", "code");
    back.searchParams.set("state", asked.searchParams.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  });
  return {
    url,
    forge: (next) => {
      forgery = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
