import { constants, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** The supported algorithms of ID tokens, by their JWS names. */
export const SIGNING_ALGS = ["RS256", "PS256", "ES256", "EdDSA"] as const;
export type SigningAlg = (typeof SIGNING_ALGS)[number];
type Pair = { publicKey: KeyObject; privateKey: KeyObject };

export function newSigningKeys(): Record<SigningAlg, Pair> {
  return {
    RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
    PS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
    ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
    EdDSA: generateKeyPairSync("ed25519"),
  };
}

/** The published key; its id is the algorithm's name. */
export function publicJwk(alg: SigningAlg, key: KeyObject): object {
  return { ...key.export({ format: "jwk" }), use: "sig", alg, kid: alg };
}

/** The signature of a JWS. */
export function signature(alg: SigningAlg, key: KeyObject, text: string): string {
  const options = {
    RS256: { key },
    PS256: { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    ES256: { key, dsaEncoding: "ieee-p1363" as const },
    EdDSA: { key },
  }[alg];
  return sign(alg === "EdDSA" ? null : "sha256", Buffer.from(text), options).toString("base64url");
}
