import { Pool } from "undici";
import { type AppError, BusyError, StoreAwayError } from "@/lib/platform/errors";
import { because, type Reason } from "@/lib/platform/reasons";
import type { Address } from "./address";

export type Request = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: { type: string; text: string };
  timeoutMs: number;
};
/** A refusal of what was asked, by its status, with the store's own words. */
export type Answer = { status: number; text: string };

const NAMES = { opensearch: "OpenSearch or Elasticsearch", victorialogs: "VictoriaLogs" } as const;
const CONNECTIONS = 8;
const CONNECT_MS = 3_000;
const MAX_BYTES = 256 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 5;

/** No answer within the time of the request. */
export class TooSlow extends StoreAwayError {}

/**
 * HTTP to the log store of LOG_STORE_URL. Neither its address nor its user is in an error: those are read by callers. Throws
 * StoreAwayError when it cannot be reached, refuses the user or fails, and TooSlow.
 */
export class StoreClient {
  readonly name: string;
  readonly #pool: Pool;
  readonly #address: Address;

  constructor(address: Address) {
    this.name = NAMES[address.kind];
    this.#address = address;
    this.#pool = new Pool(address.origin, { connections: CONNECTIONS, connect: { timeout: CONNECT_MS } });
  }

  async ask({ method, path, query = {}, body, timeoutMs }: Request): Promise<Answer> {
    const { prefix, authorization } = this.#address;
    const search = new URLSearchParams(query).toString();
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await this.#pool
      .request({
        method,
        path: `${prefix}${path}${search === "" ? "" : `?${search}`}`,
        headers: {
          ...(authorization ? { authorization } : {}),
          ...(body ? { "content-type": body.type } : {}),
        },
        body: body?.text ?? null,
        signal,
      })
      .then(async (got) => ({ status: got.statusCode, text: await textOf(got.body) }))
      .catch((error: unknown) => {
        if (signal.aborted) throw this.#tooSlow(timeoutMs);
        throw this.#away("connection", codeOf(error) ?? "-", error);
      });
    if (answer.status === 401 || answer.status === 403) throw this.#away("user", answer.status);
    if (answer.status === 429) throw new BusyError(RETRY_AFTER_SECONDS);
    if (answer.status >= 500)
      throw this.#away("status", answer.status, new Error(answer.text.slice(0, 2_000)));
    return answer;
  }

  /** An answer that is none of those that it should give. */
  unexpected({ status, text }: Answer): Error {
    return new Error(`${this.name} answers ${status}: ${text.slice(0, 2_000)}`);
  }

  #tooSlow(ms: number): TooSlow {
    const reason = this.#reason("slow", ms);
    const words = `The log store (${this.name}) is too slow: it did not answer within ${ms} ms.`;
    return new TooSlow(words, RETRY_AFTER_SECONDS, reason);
  }

  #away(problem: keyof typeof SAID, value: string | number, cause?: unknown): AppError {
    const words = `The log store (${this.name}) is not available: ${SAID[problem](value)}. See that it runs and that LOG_STORE_URL is right; without that setting records go to Postgres.`;
    const error = new StoreAwayError(words, RETRY_AFTER_SECONDS, this.#reason(problem, value));
    error.cause = cause;
    return error;
  }

  #reason(problem: keyof typeof SAID | "slow", value: string | number): Reason {
    return because("log_store_away", { store: this.name, problem, value });
  }
}

const SAID = {
  connection: (code: string | number) => `it cannot be reached (${code})`,
  user: (status: string | number) => `it refuses the user of LOG_STORE_URL (${status})`,
  status: (status: string | number) => `it answers ${status}`,
};

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (size > MAX_BYTES) throw new Error("the answer is too large");
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Such as ECONNREFUSED; messages of the network name addresses. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
