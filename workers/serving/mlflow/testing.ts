import { afterAll, beforeAll } from "vitest";
import { signedIn } from "@/lib/http/testing";
import { newApiToken } from "@/lib/team/api-token";
import { type FileStores, stubEnv } from "@/lib/testing";
import { type Served, serve } from "../data/testing";

/** For tests: an API token of an editor with these scopes. */
export async function tokenOf(
  stores: FileStores,
  scopes: readonly string[] = ["experiments:read", "experiments:write"],
): Promise<string> {
  const { userId } = await signedIn(stores, "editor");
  const { token, prefix, hash } = newApiToken("pat");
  const createdAt = stores.clock.now();
  await stores.db.prisma.apiToken.create({
    data: {
      id: `tok_${hash.slice(0, 26)}`,
      kind: "pat",
      name: "mlflow",
      prefix,
      tokenHash: hash,
      scopes: [...scopes],
      userId,
      createdBy: userId,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + 3_600_000),
    },
  });
  return token;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is read as the JSON it is; a wrong path fails the test.
export type Answer = { status: number; body: any; headers: Headers; text: string };

/** For tests: the protocol on a port of its own, and one who speaks it. */
export function testMlflow(stores: FileStores, scopes?: readonly string[]) {
  const held = {} as { served: Served; token: string };
  beforeAll(async () => {
    stubEnv(stores.env);
    held.served = await serve(stores);
    held.token = await tokenOf(stores, scopes);
  });
  afterAll(() => held.served?.close());

  async function send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(held.served.url + path, {
      method,
      ...init,
      headers: { authorization: `Bearer ${held.token}`, ...init.headers },
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : null,
      headers: response.headers,
      text,
    };
  }
  const post = (path: string, body: unknown, base = "/mlflow/api/2.0/mlflow") =>
    send("POST", base + path, {
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  const get = (path: string, query: Record<string, string> = {}) =>
    send("GET", `/mlflow/api/2.0/mlflow${path}?${new URLSearchParams(query)}`);
  return { held, send, post, get };
}
