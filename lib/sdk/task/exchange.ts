import { setTimeout as sleep } from "node:timers/promises";

const TRIES = 5;
const FIRST_DELAY_MS = 200;
/** Statuses of a server that restarts, drains or asks to wait. */
const WORTH_ANOTHER_TRY = new Set([408, 429, 502, 503, 504]);
/** Of these the server has begun nothing. */
const NOTHING_DONE = new Set([429, 503]);

/** Called for each try, because a stream can be read only once. */
export type BodyMaker = () => { body: BodyInit; headers: Record<string, string> };

export type Exchange = {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  make?: BodyMaker | undefined;
  /** False: it is not sent again when it may have been done. */
  repeatable?: boolean;
};

/** The answer to a request, a refusal too, after a broken connection and a busy server were tried again. */
export async function exchange({
  method,
  url,
  headers,
  make,
  repeatable = true,
}: Exchange): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const made = make?.();
    const sent = await fetch(url, {
      method,
      headers: { ...headers, ...made?.headers },
      ...streamed(made?.body),
    }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    const response = sent instanceof Error ? null : sent;
    if (tries >= TRIES || !isWorthAnotherTry(response, repeatable)) {
      if (sent instanceof Error) throw sent;
      return sent;
    }
    await response?.body?.cancel();
    await sleep(FIRST_DELAY_MS * 2 ** (tries - 1));
  }
}

/** `response` is null where none came: the request may have been done. */
function isWorthAnotherTry(response: Response | null, repeatable: boolean): boolean {
  if (response === null) return repeatable;
  return (repeatable ? WORTH_ANOTHER_TRY : NOTHING_DONE).has(response.status);
}

/** undici's message is "fetch failed"; the actual error is its `cause`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

function streamed(body: BodyInit | undefined): RequestInit {
  if (body === undefined) return {};
  // Node's fetch needs `duplex` for a stream; the DOM's types do not have it.
  const init: RequestInit & { duplex: "half" } = { body, duplex: "half" };
  return init;
}
