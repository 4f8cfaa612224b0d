import { TooLargeError } from "@/lib/platform/errors";

/** Enough for a pipeline with thousands of tasks. */
export const BODY_BYTES = 4 * 1024 * 1024;
/** For forms without sign-in. */
export const AUTH_BODY_BYTES = 16 * 1024;

/**
 * Reads the body as text and counts it meanwhile, because Content-Length is only a promise. Throws TooLargeError; the
 * rest is not read, and the connection stays open long enough for the reply.
 */
export async function readText(request: Request, mostBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of counted(request, mostBytes)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** The body as it is, for what is no text. */
export async function readBytes(request: Request, mostBytes = BODY_BYTES): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of counted(request, mostBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* counted(request: Request, mostBytes: number): AsyncGenerator<Uint8Array> {
  const tooLarge = () => new TooLargeError(`The body is larger than ${mostBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  const reader = request.body?.getReader();
  if (!reader) return;
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    bytes += value.byteLength;
    if (bytes > mostBytes) throw tooLarge();
    yield value;
  }
}
