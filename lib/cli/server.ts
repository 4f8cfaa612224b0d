import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { Failure } from "./failure";
import { parseExact } from "./json";

const TRIES = 6;
const FIRST_PAUSE_MS = 500;
/** An answer that does not begin within this time will not come; a stream of bytes may take as long as it moves. */
const ANSWER_MS = 120_000;
/** The server is busy or being started again: the same message may be sent once more. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

const Problem = z.object({
  message: z.string().optional(),
  detail: z.string().optional(),
  title: z.string().optional(),
});

/** An answer other than 2xx, with what the server says of it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: string,
    readonly asked: string,
  ) {
    super(`${asked} answered ${status}: ${problem}`);
    this.name = "Refused";
  }
}

type Sent = {
  method: string;
  path: string;
  body?: () => string;
  headers?: Record<string, string>;
};

/** One HTTP server and who calls it. A message that may be repeated is, when the server is away for a moment. */
export class Server {
  readonly url: string;
  readonly #authorization: string | undefined;
  readonly #kind: "gwanje" | "mlflow";

  constructor(of: { url: string; authorization: string | undefined; kind: "gwanje" | "mlflow" }) {
    this.url = of.url;
    this.#authorization = of.authorization;
    this.#kind = of.kind;
  }

  async get<T>(path: string, query: Query, schema: z.ZodType<T>): Promise<T> {
    return this.#json({ method: "GET", path: `${path}${queryOf(query)}` }, schema, TRIES);
  }

  /** `once`: what would happen twice must not be sent twice; a lost answer is the caller's to find out about. */
  async send<T>(
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    body: unknown,
    schema: z.ZodType<T>,
    { once = false } = {},
  ): Promise<T> {
    const text = JSON.stringify(body);
    const headers = { "content-type": "application/json" };
    return this.#json({ method, path, body: () => text, headers }, schema, once ? 1 : TRIES);
  }

  /** The bytes as they come. */
  async download(path: string): Promise<Response> {
    return this.#ask({ method: "GET", path }, TRIES);
  }

  /** `open` is called for each try; a body of unknown size is sent in chunks. */
  async upload(
    path: string,
    open: () => Promise<{ body: ReadableStream<Uint8Array>; size: number | null }>,
  ): Promise<void> {
    for (let left = TRIES; ; left -= 1) {
      const { body, size } = await open();
      const headers = {
        "content-type": "application/octet-stream",
        ...(size !== null && { "content-length": String(size) }),
      };
      const init: RequestInit & { duplex: "half" } = {
        method: "PUT",
        headers: this.#headers(headers),
        body,
        duplex: "half",
      };
      try {
        await (await this.#answer("PUT", path, init)).arrayBuffer();
        return;
      } catch (error) {
        await body.cancel().catch(() => {});
        await again(error, left, this.#lost(error));
      }
    }
  }

  async #json<T>(sent: Sent, schema: z.ZodType<T>, tries: number): Promise<T> {
    const response = await this.#ask(sent, tries);
    const text = await response.text();
    const asked = `${sent.method} ${this.url}${sent.path.split("?", 1)[0]}`;
    try {
      return schema.parse(text === "" ? {} : parseExact(text));
    } catch (error) {
      const problem = error instanceof z.ZodError ? z.prettifyError(error) : "the answer is not JSON";
      throw new Failure(this.#kind === "gwanje" ? "not_ours" : "not_mlflow", {
        url: this.url,
        problem: `${asked}: ${problem}`,
      });
    }
  }

  async #ask({ method, path, body, headers = {} }: Sent, tries: number): Promise<Response> {
    for (let left = tries; ; left -= 1) {
      const init = { method, headers: this.#headers(headers), ...(body && { body: body() }) };
      try {
        return await this.#answer(method, path, init);
      } catch (error) {
        await again(error, left, this.#lost(error));
      }
    }
  }

  #headers(more: Record<string, string>): Record<string, string> {
    return { ...more, ...(this.#authorization && { authorization: this.#authorization }) };
  }

  async #answer(method: string, path: string, init: RequestInit): Promise<Response> {
    const stop = new AbortController();
    const timer = init.body && method === "PUT" ? undefined : setTimeout(() => stop.abort(), ANSWER_MS);
    try {
      // A redirect would turn a POST into a GET and carry the token elsewhere.
      const response = await fetch(this.url + path, { ...init, redirect: "error", signal: stop.signal });
      if (response.ok) return response;
      const said = problemIn(await response.text());
      const seconds = Number(response.headers.get("retry-after"));
      if (PASSING.has(response.status) && seconds > 0) await pause(Math.min(seconds, 30) * 1_000);
      throw new Refused(response.status, said, `${method} ${this.url}${path.split("?", 1)[0]}`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** In words for a person, where it is the connection or the token. */
  #lost(error: unknown): Error {
    if (error instanceof Refused)
      return error.status === 401
        ? new Failure("unauthenticated", { url: this.url, problem: error.problem })
        : error;
    if (error instanceof Failure) return error;
    const word = this.#kind === "gwanje" ? "unreachable" : "unreachable_mlflow";
    return new Failure(word, { url: this.url, problem: causeOf(error) });
  }
}

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

function queryOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of typeof value === "string" ? [value] : (value ?? [])) search.append(name, one);
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** Waits before the next try, or throws `lost` when there is none. */
async function again(error: unknown, left: number, lost: Error): Promise<void> {
  const passes = error instanceof Refused ? PASSING.has(error.status) : !(error instanceof Failure);
  if (!passes || left <= 1) throw lost;
  await pause(FIRST_PAUSE_MS * 2 ** (TRIES - left));
}

function problemIn(text: string): string {
  try {
    const { message, detail, title } = Problem.parse(JSON.parse(text));
    return message ?? detail ?? title ?? text.slice(0, 300);
  } catch {
    return text
      .replaceAll(/<[^>]*>|\s+/g, " ")
      .trim()
      .slice(0, 300);
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "AbortError") return `nothing came for ${ANSWER_MS / 1_000} s`;
  const { cause } = error;
  if (cause instanceof AggregateError) return cause.errors.map((one) => String(one.message)).join(", ");
  return cause instanceof Error ? cause.message : error.message;
}
